import type { RuntimeReply } from '../replies/runtime-reply.ts';
import { type Precision, precisionOf } from './families.ts';

const COARSEST_FIRST: readonly Precision[] = ['i8', 'bf16', 'f16', 'f32'];

/** The coarsest arithmetic among the heavy operations that were executed; null where the profile does not tell. */
export function executedPrecision(reply: RuntimeReply): Precision | null {
  const heavy = (reply.profiled?.rows ?? []).filter(
    (row) => row.status === 'EXECUTED' && /^(?:convolution|fully|matmul|gemm)/i.test(row.type),
  );
  const found = heavy.map((row) => precisionOf(row.exec));
  return COARSEST_FIRST.find((precision) => found.includes(precision)) ?? null;
}

/** What a run computed in: by its profile, else by the runtime's word, else by what its devices do by default. */
export function precisionOfRun(reply: RuntimeReply, devices: readonly string[]): Precision {
  return executedPrecision(reply) ?? statedPrecision(reply) ?? defaultPrecision(devices);
}

/** What the runtime says it computes in, for engines that show no operations; such a run is `reported` at most. */
function statedPrecision({ compile }: RuntimeReply): Precision | null {
  const said = compile?.precision ?? null;
  return said === 'bf16' || said === 'f16' || said === 'f32' ? said : null;
}

/** What each plug-in computes in by default (openvino.md 5.1); a CPU that does not say is held to float32. */
function defaultPrecision(devices: readonly string[]): Precision {
  return devices.every((device) => device === 'CPU') ? 'f32' : 'f16';
}
