import type { Channel } from '../proof.ts';
import { absent, agrees, disagrees } from './channel.ts';

/** EXECUTION_DEVICES in every shape it was seen in: a list, one word, words with blanks, a printed list. */
export function executionDevices(said: string | readonly string[] | null): readonly string[] {
  const words = typeof said === 'string' ? [said] : (said ?? []);
  return words.flatMap((each) => each.split(/[\s,'"[\]]+/)).filter((each) => each !== '');
}

/**
 * The runtime's own statement of where it compiled the network, against the devices that were expected.
 * `preferred`: accelerators that AUTO must not leave aside for the CPU.
 */
export function executionDevicesChannel(
  said: string | readonly string[] | null,
  expected: readonly string[],
  preferred: readonly string[],
): Channel {
  const devices = executionDevices(said);
  const says = devices.join(',');
  if (devices.length === 0) return absent('execution-devices', 'The runtime does not say.');
  if (devices.some((each) => /[()]/.test(each)))
    return disagrees('execution-devices', says, 'AUTO still answers from its helper on the CPU.', {
      devices,
    });
  if (preferred.length > 0 && devices.every((each) => each === 'CPU')) {
    const why = `AUTO chose the CPU although ${preferred.join(', ')} is listed.`;
    return disagrees('execution-devices', says, why, { devices });
  }
  const missing = expected.filter((each) => !devices.some((device) => sameDevice(device, each)));
  const extra = devices.filter((device) => !expected.some((each) => sameDevice(device, each)));
  if (missing.length + extra.length === 0) return agrees('execution-devices', says, { devices });
  const why = `Asked for ${expected.join(', ')}, compiled for ${devices.join(', ')}.`;
  return disagrees('execution-devices', says, why, { devices, missing, extra });
}

/** `GPU` is `GPU.0`; `NPU` carries its architecture (`NPU.3720`) on some versions. */
function sameDevice(left: string, right: string): boolean {
  return canonical(left) === canonical(right) || (isNpu(left) && isNpu(right) && (bare(left) || bare(right)));
}

export function canonical(device: string): string {
  return device === 'GPU' ? 'GPU.0' : device;
}

const isNpu = (device: string) => device.split('.')[0] === 'NPU';
const bare = (device: string) => !device.includes('.');
