import type { Timings } from '../proof.ts';
import type { RuntimeReply } from '../replies/runtime-reply.ts';

/** As many as a drawing of their spread needs; a fast device makes thousands. */
const LATENCIES_KEPT = 200;

/** First-run cost and steady state of a run, in milliseconds; null where it did not get that far. */
export function timingsOf(
  reply: RuntimeReply | null,
  activity: NonNullable<Timings['activity']> = [],
): Timings | null {
  if (reply === null) return null;
  const inOrder = reply.loop?.latenciesMs ?? [];
  const latencies = [...inOrder].sort((left, right) => left - right);
  return {
    importMs: reply.importMs,
    compileMs: reply.compile?.ms ?? null,
    firstInferMs: reply.compile?.firstInferMs ?? null,
    medianInferMs: quantile(latencies, 0.5),
    p95InferMs: quantile(latencies, 0.95),
    inferences: latencies.length,
    ...(inOrder.length === 0 ? {} : { latenciesMs: evenly(inOrder, LATENCIES_KEPT).map(toMicroseconds) }),
    ...(activity.length < 2 ? {} : { activity }),
  };
}

/** At most `most` of the values, at even distances and in order, the first and the last among them. */
export function evenly(values: readonly number[], most: number): readonly number[] {
  if (values.length <= most) return values;
  const step = (values.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, at) => values[Math.round(at * step)] ?? 0);
}

const toMicroseconds = (ms: number) => Math.round(ms * 1000) / 1000;

/** The value below which `share` of the sorted values lie; null of an empty list. */
function quantile(sorted: readonly number[], share: number): number | null {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? null;
}
