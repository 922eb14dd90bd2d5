/** The word of `known` that `typed` was probably meant to be, or null where none is near. */
export function nearest(typed: string, known: readonly string[]): string | null {
  const scored = known.map((word) => ({ word, distance: distance(typed.toLowerCase(), word) }));
  const [best] = scored.sort((left, right) => left.distance - right.distance);
  return best !== undefined && best.distance <= Math.max(1, Math.floor(typed.length / 3)) ? best.word : null;
}

/** Insertions, deletions and replacements from one word to the other; two letters swapped count once. */
function distance(from: string, to: string): number {
  let [before, last]: [number[], number[]] = [[], Array.from({ length: to.length + 1 }, (_, at) => at)];
  for (let row = 1; row <= from.length; row += 1) {
    const next = [row];
    for (let at = 1; at <= to.length; at += 1) next.push(cell({ from, to, row, at, before, last, next }));
    [before, last] = [last, next];
  }
  return last.at(-1) ?? 0;
}

type Cell = {
  readonly from: string;
  readonly to: string;
  readonly row: number;
  readonly at: number;
  readonly before: readonly number[];
  readonly last: readonly number[];
  readonly next: readonly number[];
};

function cell({ from, to, row, at, before, last, next }: Cell): number {
  const replaced = from[row - 1] === to[at - 1] ? 0 : 1;
  const swapped = from[row - 1] === to[at - 2] && from[row - 2] === to[at - 1];
  return Math.min(
    (last[at] ?? 0) + 1,
    (next[at - 1] ?? 0) + 1,
    (last[at - 1] ?? 0) + replaced,
    swapped ? (before[at - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
  );
}
