import type { RungResult } from '../../proof/proof.ts';
import { durationText } from '../quantities.ts';
import { activityChart } from './charts/activity.ts';
import { barsChart } from './charts/bars.ts';
import { latencyChart } from './charts/latency.ts';
import { html, type Markup } from './markup.ts';

/** The charts a rung has numbers for; a rung without timings has none. */
export function rungCharts(rung: RungResult): Markup | null {
  const charts = [costChart(rung), latencies(rung), againstCpu(rung), activity(rung)].filter(
    (each) => each !== null,
  );
  return charts.length === 0 ? null : html`<div class="charts">${charts}</div>`;
}

function costChart({ timings }: RungResult): Markup | null {
  if (timings === null) return null;
  const rows = [
    ['import', timings.importMs],
    ['compile', timings.compileMs],
    ['first run', timings.firstInferMs],
    ['median run', timings.medianInferMs],
  ] as const;
  const known = rows.flatMap(([name, ms]) =>
    ms === null ? [] : [{ name, amount: ms, label: durationText(ms) }],
  );
  return known.length === 0 ? null : barsChart({ title: 'What the time goes to', rows: known });
}

function latencies({ timings }: RungResult): Markup | null {
  const all = timings?.latenciesMs ?? [];
  return all.length < 2 ? null : latencyChart(all);
}

function againstCpu(rung: RungResult): Markup | null {
  const { perSecond, timesCpu } = rung.throughput ?? { perSecond: null, timesCpu: null };
  if (perSecond === null || timesCpu === null || timesCpu <= 0) return null;
  const cpu = perSecond / timesCpu;
  return barsChart({
    title: `Inferences a second: ${timesCpu.toFixed(1)} times the CPU`,
    rows: [
      { name: rung.device ?? 'device', amount: perSecond, label: `${perSecond.toPrecision(3)}/s` },
      { name: 'CPU alone', amount: cpu, label: `${cpu.toPrecision(3)}/s`, other: true },
    ],
  });
}

function activity({ timings }: RungResult): Markup | null {
  const samples = timings?.activity ?? [];
  return samples.length < 2 ? null : activityChart(samples);
}
