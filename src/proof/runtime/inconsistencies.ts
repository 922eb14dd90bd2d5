import { executionDevices } from '../channels/execution-devices.ts';
import type { RuntimeReply } from '../replies/runtime-reply.ts';
import type { Watched } from '../sampling/watch.ts';

/** The parent learns of the loop's end through a pipe, on a busy machine seconds later; a false clock is off by more. */
const SLACK = { times: 4, ms: 1500 } as const;

/** Statements of the child that cannot be true together, or that the parent's own clock refutes. */
export function inconsistencies(reply: RuntimeReply, watched: Watched | null): readonly string[] {
  return [
    ...clockFaults(reply, watched),
    ...(sameDevices(reply) ? [] : ['The timed and the profiled compilation name different devices.']),
    ...(variedOutputs(reply) ? [] : ['Different inputs in the loop gave the same output.']),
    ...(reply.compile?.settled === false ? ['AUTO did not leave its helper on the CPU in time.'] : []),
  ];
}

function clockFaults({ loop, profiled, compile }: RuntimeReply, watched: Watched | null): readonly string[] {
  if (loop === undefined || watched === null) return [];
  const inside = loop.latenciesMs.reduce((sum, each) => sum + each, 0);
  const seen = watched.after.at - watched.before.at;
  const times = [...loop.latenciesMs, loop.wallMs, profiled?.wallMs ?? 1, compile?.ms ?? 1];
  return [
    ...(times.some((each) => !(each > 0)) ? ['The child reports times that are not positive.'] : []),
    ...(inside > loop.wallMs * 1.02 + 5 ? ['The inferences took longer than the loop around them.'] : []),
    ...(loop.wallMs > seen + 5 ? ['The child reports a longer loop than the clock outside saw.'] : []),
    ...(loop.wallMs * SLACK.times + SLACK.ms < seen
      ? ['The child reports a far shorter loop than was seen.']
      : []),
  ];
}

function sameDevices({ compile, profiled }: RuntimeReply): boolean {
  if (compile === undefined || profiled === undefined) return true;
  const [timed, counted] = [compile.executionDevices, profiled.executionDevices].map((said) =>
    executionDevices(said).join(),
  );
  return timed === counted;
}

/** A changed input may round away in coarse arithmetic now and then, never as a rule. */
const DISTINCT = 0.8;

function variedOutputs({ loop }: RuntimeReply): boolean {
  if (loop === undefined) return true;
  return (
    loop.sums.length === loop.latenciesMs.length && new Set(loop.sums).size >= loop.sums.length * DISTINCT
  );
}
