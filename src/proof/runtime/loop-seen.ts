import type { LoopSeen } from '../channels/cpu-time.ts';
import type { RuntimeReply } from '../replies/runtime-reply.ts';
import type { Watched } from '../sampling/watch.ts';

/** The loop by the parent's clock and the system's account; only the number of inferences is the child's word. */
export function loopSeen(reply: RuntimeReply, watched: Watched | null): LoopSeen | null {
  if (watched === null || reply.loop === undefined) return null;
  const { before, after } = watched;
  return {
    wallSeconds: (after.at - before.at) / 1000,
    cpuSeconds: difference(before.cpuSeconds, after.cpuSeconds),
    waitingSeconds: difference(before.waitingSeconds, after.waitingSeconds),
    inferences: reply.loop.latenciesMs.length,
  };
}

function difference(from: number | null, to: number | null): number | null {
  return from === null || to === null ? null : to - from;
}
