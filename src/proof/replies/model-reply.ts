import * as v from 'valibot';
import { amount, maybe, Raised, words } from './reply-fields.ts';

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
