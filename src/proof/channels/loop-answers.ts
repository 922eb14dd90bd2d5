import type { Reexamined } from '../replies/reply-fields.ts';
import { decodeOutput } from '../runtime/numbers.ts';

/**
 * Whether the answers of the timed loop are those of its inputs: each equals the one to the same input after the loop,
 * and none is like another or like one of `outputs`, those to the inputs before they were varied
 * (measured here: a quarter of their size apart or more; once more: bit for bit the same).
 * `limit`: root mean square error that the arithmetic may leave, as a share. Null where nothing speaks against them.
 */
export function loopAnswersObjection(
  answers: readonly Reexamined[],
  outputs: readonly string[],
  limit: number,
): string | null {
  const all = answers.map(({ answer, again }) => [decodeOutput(answer), decodeOutput(again)] as const);
  if (!all.every(([answer, again]) => distance(answer, again) <= limit))
    return 'Answers in the loop are not those that the same inputs get after it.';
  const others = [...outputs.map(decodeOutput), ...all.map(([answer]) => answer)];
  const alike = all.some(([one]) => others.some((other) => other !== one && distance(one, other) <= limit));
  return alike ? 'Different inputs in the loop gave nearly the same output.' : null;
}

/** Root mean square of the difference over that of the first; infinite where they cannot be compared. */
function distance(one: Float32Array, other: Float32Array): number {
  if (one.length === 0 || one.length !== other.length) return Number.POSITIVE_INFINITY;
  let [difference, size] = [0, 0];
  for (let at = 0; at < one.length; at += 1) {
    const value = one[at] ?? Number.NaN;
    difference += (value - (other[at] ?? Number.NaN)) ** 2;
    size += value ** 2;
  }
  const share = Math.sqrt(difference / size);
  return Number.isFinite(share) ? share : Number.POSITIVE_INFINITY;
}

/** A loop that nobody looked at again could hold anything. */
export function unexamined(loop: { readonly again: readonly Reexamined[] } | undefined): readonly string[] {
  return loop === undefined || loop.again.length > 1
    ? []
    : ['The answers of the loop were not looked at again.'];
}
