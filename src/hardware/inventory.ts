import type { System } from '../system/system.ts';
import { ARCHITECTURES, type Facts, PLATFORMS } from './facts.ts';

/** What this machine is. Devices are not looked for yet, so they are unknown, not none. */
export async function inventory({ platform, arch }: System): Promise<Facts> {
  return {
    schema: 'sdn.facts/1',
    os: {
      platform: PLATFORMS.find((each) => each === platform) ?? 'linux',
      arch: ARCHITECTURES.find((each) => each === arch) ?? 'x64',
    },
  };
}
