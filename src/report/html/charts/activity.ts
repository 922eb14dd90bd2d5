import type { Timings } from '../../../proof/proof.ts';
import { durationText } from '../../quantities.ts';
import { html, type Markup } from '../markup.ts';
import { chart } from './chart.ts';

type Samples = NonNullable<Timings['activity']>;

const LEFT = 44;
const RIGHT = 300;
const FLOOR = 84;
const TOP = 6;

/** The device's own counter (area) against the inferences done until then (line), over one run. */
export function activityChart(samples: Samples): Markup {
  const last = samples.at(-1) ?? { atMs: 0, inferences: 0 };
  const first = samples[0] ?? { atMs: 0 };
  const x = (ms: number) => LEFT + ((ms - first.atMs) / (last.atMs - first.atMs || 1)) * (RIGHT - LEFT);
  const y = (share: number) => FLOOR - Math.min(1, share) * (FLOOR - TOP);
  const area = samples.map(({ atMs, busy }) => point(x(atMs), y(busy)));
  const line = samples.map(({ atMs, inferences }) => point(x(atMs), y(inferences / (last.inferences || 1))));
  const drawing = html`<polygon class="area" points="${LEFT},${FLOOR} ${area.join(' ')} ${RIGHT},${FLOOR}"/>
<polyline class="line" points="${line.join(' ')}"/>
<line class="axis" x1="${LEFT}" y1="${FLOOR}" x2="${RIGHT}" y2="${FLOOR}"/>
<text x="${LEFT - 5}" y="${TOP + 9}" text-anchor="end">100 %</text><text x="${LEFT - 5}" y="${FLOOR}" text-anchor="end">0 %</text>
<text x="${RIGHT + 5}" y="${TOP + 9}">${last.inferences}</text><text x="${RIGHT + 5}" y="${FLOOR}">0</text>
<text x="${LEFT}" y="${FLOOR + 16}">0 s</text><text x="${RIGHT}" y="${FLOOR + 16}" text-anchor="end">${durationText(last.atMs - first.atMs)}</text>`;
  return chart({
    title: 'Device busy (area, left) and inferences done (line, right)',
    said: saidOf(samples),
    height: FLOOR + 22,
    drawing,
  });
}

function point(x: number, y: number): string {
  return `${x.toFixed(1)},${y.toFixed(1)}`;
}

function saidOf(samples: Samples): string {
  const busiest = Math.max(...samples.map(({ busy }) => busy));
  return `busy up to ${Math.round(busiest * 100)} % of the time, ${samples.at(-1)?.inferences ?? 0} inferences`;
}
