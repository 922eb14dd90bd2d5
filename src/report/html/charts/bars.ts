import { html, type Markup } from '../markup.ts';
import { chart } from './chart.ts';

type Row = { readonly name: string; readonly amount: number; readonly label: string; readonly other?: true };

const ROW = 26;
const NAMES = 88;
const LABELS = 66;
const WIDTH = 340;

/** Horizontal bars on one scale from zero; each is also said in words. */
export function barsChart({
  title,
  rows,
}: {
  readonly title: string;
  readonly rows: readonly Row[];
}): Markup {
  const most = Math.max(...rows.map(({ amount }) => amount), Number.MIN_VALUE);
  const said = rows.map(({ name, label }) => `${name} ${label}`).join(', ');
  const bars = rows.map((row, at) => bar(row, at, row.amount / most));
  return chart({ title, said, height: rows.length * ROW + 4, drawing: html`${bars}` });
}

function bar({ name, label, other }: Row, at: number, share: number): Markup {
  const width = Math.max(1, share * (WIDTH - NAMES - LABELS)).toFixed(1);
  const y = at * ROW + 4;
  const end = NAMES + Number(width) + 6;
  return html`<text x="0" y="${y + 15}">${name}</text><rect class="bar${other ? ' other' : ''}" x="${NAMES}" y="${y + 2}" width="${width}" height="16" rx="2"/><text x="${end}" y="${y + 15}">${label}</text>`;
}
