import * as v from 'valibot';

const maybe = <Schema extends v.GenericSchema>(schema: Schema) => v.optional(v.nullable(schema), null);
const words = v.union([v.string(), v.array(v.string())]);
const amount = v.pipe(v.number(), v.finite());

const Pci = v.object({ domain: amount, bus: amount, device: amount, function: amount });

/** One entry of OpenVINO's device list with its own words about it. */
export const ListedDevice = v.looseObject({
  name: v.string(),
  fullName: maybe(v.string()),
  type: maybe(v.string()),
  architecture: maybe(v.string()),
  uuid: maybe(v.string()),
  luid: maybe(v.string()),
  pci: maybe(Pci),
  capabilities: maybe(v.array(v.string())),
  memoryBytes: maybe(amount),
  driver: maybe(v.union([v.string(), amount])),
});
export type ListedDevice = v.InferOutput<typeof ListedDevice>;

const Raised = maybe(v.object({ type: v.string(), text: v.string() }));
const Versions = maybe(v.record(v.string(), maybe(v.string())));

/** Answer of `openvino_runtime.py` in mode `enumerate`. */
export const EnumerateReply = v.looseObject({
  error: Raised,
  importMs: maybe(amount),
  versions: Versions,
  devices: v.optional(v.array(ListedDevice)),
  /** Per plug-in that lists nothing: its own reason, or null where it gave none. */
  unlisted: v.optional(v.record(v.string(), maybe(v.string())), {}),
});
export type EnumerateReply = v.InferOutput<typeof EnumerateReply>;

/** Operations of one kind in the profile; times are summed, in microseconds. */
const ProfileRow = v.object({
  status: v.string(),
  type: v.string(),
  exec: v.string(),
  count: amount,
  realUs: amount,
  cpuUs: amount,
});
export type ProfileRow = v.InferOutput<typeof ProfileRow>;

const GraphRow = v.object({
  type: v.string(),
  exec: v.string(),
  precision: v.string(),
  executed: v.boolean(),
  count: amount,
});
export type GraphRow = v.InferOutput<typeof GraphRow>;

const Loop = v.looseObject({ latenciesMs: v.array(amount), sums: v.array(amount), wallMs: amount });

const compiledFacts = {
  executionDevices: maybe(words),
  precision: maybe(v.string()),
  loadedFromCache: maybe(v.boolean()),
};

/** Answer of `openvino_runtime.py` in mode `infer`; parts after the phase in which it stopped are missing. */
export const RuntimeReply = v.looseObject({
  error: Raised,
  importMs: maybe(amount),
  versions: Versions,
  library: maybe(v.string()),
  compile: v.optional(
    v.looseObject({
      ms: maybe(amount),
      firstInferMs: maybe(amount),
      settled: maybe(v.boolean()),
      ...compiledFacts,
    }),
  ),
  /** Float32 outputs, one for each input of the request, base64. */
  outputs: v.optional(v.array(v.string()), []),
  /** The first input once more, after the loop. */
  repeat: maybe(v.string()),
  loop: v.optional(Loop),
  profiled: v.optional(
    v.looseObject({
      wallMs: amount,
      rows: v.array(ProfileRow),
      graph: maybe(v.array(GraphRow)),
      graphError: maybe(v.string()),
      output: v.string(),
      ...compiledFacts,
    }),
  ),
  cached: v.optional(
    v.array(
      v.looseObject({ ms: maybe(amount), loadedFromCache: maybe(v.boolean()), error: maybe(v.string()) }),
    ),
  ),
  memoryPeakBytes: maybe(amount),
});
export type RuntimeReply = v.InferOutput<typeof RuntimeReply>;

/** Answer of `openvino_runtime.py` in mode `model`. */
export const ModelReply = v.looseObject({
  error: Raised,
  dynamic: maybe(v.boolean()),
  cached: v.optional(
    v.array(
      v.looseObject({ ms: amount, loadedFromCache: maybe(v.boolean()), executionDevices: maybe(words) }),
    ),
    [],
  ),
});
export type ModelReply = v.InferOutput<typeof ModelReply>;

const BridgeCompile = v.looseObject({
  device: maybe(v.string()),
  /** Inputs of the compiled model; more than one where weights were lifted to inputs. */
  inputs: maybe(amount),
  error: maybe(v.string()),
  executionDevices: maybe(words),
  rows: maybe(v.array(ProfileRow)),
});
type BridgeCompile = v.InferOutput<typeof BridgeCompile>;

/** Answer of `torch_bridge.py`. */
export const BridgeReply = v.looseObject({
  error: Raised,
  importMs: maybe(amount),
  versions: Versions,
  firstCallMs: maybe(amount),
  outputs: v.optional(v.array(v.string()), []),
  repeat: maybe(v.string()),
  loop: v.optional(Loop),
  bridge: v.optional(
    v.looseObject({
      compiles: v.array(BridgeCompile),
      calls: maybe(amount),
      /** Calls of OpenVINO in each call of the network. */
      perCall: v.optional(v.array(amount), []),
      /** Milliseconds inside OpenVINO during the loop. */
      insideMs: maybe(amount),
    }),
  ),
  /** What the bridge wrote to its log instead of raising. */
  swallowed: v.optional(v.array(v.string()), []),
  /** Only with SD.Next's own backend. */
  sdnext: v.optional(
    v.looseObject({
      sha256: maybe(v.string()),
      device: maybe(v.string()),
      missing: v.optional(v.array(v.string()), []),
      stubs: v.optional(v.array(v.string()), []),
    }),
  ),
});
export type BridgeReply = v.InferOutput<typeof BridgeReply>;
