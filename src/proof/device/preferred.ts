import type { Identity } from './identity.ts';

/**
 * The accelerators that AUTO has to choose before the CPU: those in its own list, else every Intel GPU.
 * AUTO never takes an NPU by itself, and what it does with cards of other vendors is not settled (openvino.md 3.2, 12).
 */
export function preferredBy(device: string, listed: readonly Identity[]): readonly string[] {
  const [, list] = /^AUTO(?::(.*))?$/.exec(device) ?? [null, null];
  if (list === null) return [];
  if (list !== undefined) return list.split(',').filter((each) => each !== 'CPU');
  return listed
    .filter((each) => each.device.startsWith('GPU') && each.vendor === 'intel')
    .map((each) => each.device);
}
