import { executionDevices } from '../channels/execution-devices.ts';
import type { BridgeReply } from '../replies/bridge-reply.ts';
import type { ProfileRow } from '../replies/profile-rows.ts';
import type { RuntimeReply } from '../replies/runtime-reply.ts';

/** A bridge's reply in the shape of a direct run, so that the same channels judge both. */
export function asRuntimeReply(reply: BridgeReply): RuntimeReply {
  const compiles = reply.bridge?.compiles ?? [];
  const devices = [...new Set(compiles.flatMap((each) => executionDevices(each.executionDevices)))];
  const facts = { executionDevices: devices, precision: null, loadedFromCache: null };
  const rows = compiles.flatMap((each) => each.rows ?? []);
  return {
    error: reply.error,
    importMs: reply.importMs,
    versions: reply.versions,
    library: null,
    compile: { ms: null, firstInferMs: reply.firstCallMs, settled: null, ...facts },
    outputs: reply.outputs,
    repeat: reply.repeat,
    ...(reply.loop === undefined ? {} : { loop: reply.loop }),
    ...profiledPart(reply, rows, facts),
    memoryPeakBytes: null,
  };
}

type Facts = Pick<
  NonNullable<RuntimeReply['profiled']>,
  'executionDevices' | 'precision' | 'loadedFromCache'
>;

function profiledPart(reply: BridgeReply, rows: readonly ProfileRow[], facts: Facts) {
  const calls = reply.loop?.latenciesMs.length ?? 0;
  if (rows.length === 0 || calls === 0) return {};
  const wallMs = (reply.bridge?.insideMs ?? 0) / calls;
  return {
    profiled: {
      wallMs,
      rows: [...rows],
      graph: null,
      graphError: null,
      output: reply.repeat ?? '',
      ...facts,
    },
  };
}
