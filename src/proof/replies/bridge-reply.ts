import * as v from 'valibot';
import { ProfileRow } from './profile-rows.ts';
import { amount, Loop, maybe, Raised, Versions, words } from './reply-fields.ts';

const BridgeCompile = v.looseObject({
  device: maybe(v.string()),
  /** Inputs of the compiled model; more than one where weights were lifted to inputs. */
  inputs: maybe(amount),
  error: maybe(v.string()),
  executionDevices: maybe(words),
  rows: maybe(v.array(ProfileRow)),
});

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
