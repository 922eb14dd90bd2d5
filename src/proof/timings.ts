import type { Timings } from './proof.ts';
import type { RuntimeReply } from './runtime-reply.ts';

/** First-run cost and steady state of a run, in milliseconds; null where it did not get that far. */
export function timingsOf(reply: RuntimeReply | null): Timings | null {
  if (reply === null) return null;
  const latencies = [...(reply.loop?.latenciesMs ?? [])].sort((left, right) => left - right);
  return {
    importMs: reply.importMs,
    compileMs: reply.compile?.ms ?? null,
    firstInferMs: reply.compile?.firstInferMs ?? null,
    medianInferMs: quantile(latencies, 0.5),
    p95InferMs: quantile(latencies, 0.95),
    inferences: latencies.length,
  };
}

/** The value below which `share` of the sorted values lie; null of an empty list. */
export function quantile(sorted: readonly number[], share: number): number | null {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? null;
}
