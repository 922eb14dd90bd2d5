import { join } from 'node:path';
import { readIfThere } from '../../system/files.ts';
import type { System } from '../../system/system.ts';

/**
 * Reasons for which an accelerator can be believed at most as far as `reported` on this machine.
 * Inside WSL the kernel that could count the device's work is Windows', out of reach (openvino.md 4.4).
 */
export async function capsOfAccelerators(system: System): Promise<readonly string[]> {
  if (system.platform !== 'linux') return [];
  const version = await readIfThere(join(system.root, 'proc/version')).catch(() => null);
  return /microsoft/i.test(version ?? '')
    ? ['Inside WSL no counter of the device can be read; Windows keeps them.']
    : [];
}
