import * as v from 'valibot';
import { amount, Loop, maybe, Raised, Versions } from '../replies/reply-fields.ts';
import type { RuntimeReply } from '../replies/runtime-reply.ts';

const Listed = v.looseObject({
  /** `cuda:0`, `xpu:1`, `mps`, `cpu`. */
  name: v.string(),
  fullName: maybe(v.string()),
  uuid: maybe(v.string()),
  /** `0000:01:00.0`. */
  pci: maybe(v.string()),
});
export type ListedTorchDevice = v.InferOutput<typeof Listed>;

/** One operation of torch in one call of the network: microseconds on the processor and on the device. */
const KernelRow = v.object({ op: v.string(), count: amount, cpuUs: amount, deviceUs: amount });
export type KernelRow = v.InferOutput<typeof KernelRow>;

/** Answer of `torch_kernels.py`; parts after the phase in which it stopped are missing. */
export const KernelReply = v.looseObject({
  error: Raised,
  importMs: maybe(amount),
  versions: Versions,
  devices: v.optional(v.array(Listed), []),
  firstCallMs: maybe(amount),
  outputDevices: v.optional(v.array(v.string()), []),
  outputs: v.optional(v.array(v.string()), []),
  repeat: maybe(v.string()),
  loop: v.optional(Loop),
  profiled: v.optional(v.looseObject({ wallMs: amount, rows: v.array(KernelRow), output: v.string() })),
  half: v.optional(
    v.object({
      precision: v.picklist(['f16', 'bf16']),
      devices: v.array(v.string()),
      outputs: v.array(v.string()),
    }),
  ),
});
export type KernelReply = v.InferOutput<typeof KernelReply>;

/** The parts that a run through OpenVINO has too, so that the same clock and the same timings judge both. */
export function asRuntimeReply(reply: KernelReply): RuntimeReply {
  const facts = { executionDevices: [...reply.outputDevices], precision: 'f32', loadedFromCache: null };
  return {
    error: reply.error,
    importMs: reply.importMs,
    versions: reply.versions,
    library: null,
    compile: { ms: null, firstInferMs: reply.firstCallMs ?? 1, settled: null, ...facts },
    outputs: reply.outputs,
    repeat: reply.repeat,
    ...(reply.loop === undefined ? {} : { loop: reply.loop }),
    memoryPeakBytes: null,
  };
}
