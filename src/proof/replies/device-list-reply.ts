import * as v from 'valibot';
import { amount, maybe, Raised, Versions } from './reply-fields.ts';

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
