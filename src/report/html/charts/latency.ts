import { durationText } from '../../quantities.ts';
import { html, type Markup } from '../markup.ts';
import { chart } from './chart.ts';

const MOST_BINS = 24;
const WIDTH = 340;
const FLOOR = 84;
const TOP = 20;

/** How the inferences' times are spread, with the median marked. Milliseconds, in any order. */
export function latencyChart(latenciesMs: readonly number[]): Markup {
  const sorted = [...latenciesMs].sort((left, right) => left - right);
  const [least, median, p95, most] = [at(sorted, 0), at(sorted, 0.5), at(sorted, 0.95), at(sorted, 1)];
  const x = (ms: number) => ((ms - least) / (most - least || 1)) * WIDTH;
  const said = `${sorted.length} runs, median ${durationText(median)}, 95 % within ${durationText(p95)}, slowest ${durationText(most)}`;
  const counts = bins(sorted, least, most);
  const fullest = Math.max(...counts);
  const drawing = html`${counts.map((count, bin) => bar(count / fullest, bin, counts.length))}
<line class="axis" x1="0" y1="${FLOOR}" x2="${WIDTH}" y2="${FLOOR}"/>
<line class="rule" x1="${x(median).toFixed(1)}" y1="15" x2="${x(median).toFixed(1)}" y2="${FLOOR}"/>
<text x="${Math.min(x(median) + 4, WIDTH - 110).toFixed(1)}" y="12">median ${durationText(median)}</text>
<text x="0" y="${FLOOR + 16}">${durationText(least)}</text>
<text x="${WIDTH}" y="${FLOOR + 16}" text-anchor="end">${durationText(most)}</text>
<text x="${WIDTH / 2}" y="${FLOOR + 16}" text-anchor="middle">one inference</text>
<text x="${WIDTH / 2}" y="${FLOOR + 34}" text-anchor="middle">tallest bar: ${fullest} of ${sorted.length} runs</text>`;
  return chart({ title: 'Spread of the steady state', said, height: FLOOR + 40, drawing });
}

function at(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** How many runs fell into each of equal parts of the range; fewer parts for few runs. */
function bins(sorted: readonly number[], least: number, most: number): readonly number[] {
  const parts = Math.min(MOST_BINS, Math.max(5, Math.ceil(2 * Math.sqrt(sorted.length))));
  const counts = new Array<number>(parts).fill(0);
  for (const ms of sorted) {
    const bin = Math.min(parts - 1, Math.floor(((ms - least) / (most - least || 1)) * parts));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
}

function bar(share: number, bin: number, parts: number): Markup {
  const height = share * (FLOOR - TOP);
  const step = WIDTH / parts;
  return html`<rect class="bar" x="${(bin * step + 1).toFixed(1)}" y="${(FLOOR - height).toFixed(1)}" width="${(step - 2).toFixed(1)}" height="${height.toFixed(1)}"/>`;
}
