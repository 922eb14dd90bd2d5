import { durationText } from '../../quantities.ts';
import { html, type Markup } from '../markup.ts';
import { chart } from './chart.ts';

const BINS = 24;
const WIDTH = 340;
const FLOOR = 84;
const TOP = 20;

/** How the inferences' times are spread, with the median marked. Milliseconds, in any order. */
export function latencyChart(latenciesMs: readonly number[]): Markup {
  const sorted = [...latenciesMs].sort((left, right) => left - right);
  const [least, median, p95, most] = [at(sorted, 0), at(sorted, 0.5), at(sorted, 0.95), at(sorted, 1)];
  const x = (ms: number) => ((ms - least) / (most - least || 1)) * WIDTH;
  const said = `${sorted.length} runs, median ${durationText(median)}, 95 % within ${durationText(p95)}, slowest ${durationText(most)}`;
  const drawing = html`${bins(sorted, least, most).map(bar)}
<line class="axis" x1="0" y1="${FLOOR}" x2="${WIDTH}" y2="${FLOOR}"/>
<line class="rule" x1="${x(median).toFixed(1)}" y1="15" x2="${x(median).toFixed(1)}" y2="${FLOOR}"/>
<text x="${Math.min(x(median) + 4, WIDTH - 110).toFixed(1)}" y="12">median ${durationText(median)}</text>
<text x="0" y="${FLOOR + 16}">${durationText(least)}</text>
<text x="${WIDTH}" y="${FLOOR + 16}" text-anchor="end">${durationText(most)}</text>`;
  return chart({ title: 'Spread of the steady state', said, height: FLOOR + 22, drawing });
}

function at(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** Shares of the fullest bin, 0 to 1. */
function bins(sorted: readonly number[], least: number, most: number): readonly number[] {
  const counts = new Array<number>(BINS).fill(0);
  for (const ms of sorted) {
    const bin = Math.min(BINS - 1, Math.floor(((ms - least) / (most - least || 1)) * BINS));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  const fullest = Math.max(...counts);
  return counts.map((count) => count / fullest);
}

function bar(share: number, bin: number): Markup {
  const height = share * (FLOOR - TOP);
  const step = WIDTH / BINS;
  return html`<rect class="bar" x="${(bin * step + 1).toFixed(1)}" y="${(FLOOR - height).toFixed(1)}" width="${(step - 2).toFixed(1)}" height="${height.toFixed(1)}"/>`;
}
