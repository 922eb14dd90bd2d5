import * as v from 'valibot';
import { GraphRow, ProfileRow } from './profile-rows.ts';
import { amount, Loop, maybe, Raised, Versions, words } from './reply-fields.ts';

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
