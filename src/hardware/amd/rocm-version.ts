import type { System } from '../../system/system.ts';
import { textOf } from '../tree.ts';

/** "6.4" of `/opt/rocm/.info/version` ("6.4.1-83"); null where no ROCm is installed. */
export async function rocmVersion(system: System): Promise<string | null> {
  const text =
    (await textOf(system, '/opt/rocm/.info/version')) ??
    (await textOf(system, '/opt/rocm/.info/version-dev'));
  return parseRocmVersion(text ?? '');
}

export function parseRocmVersion(text: string): string | null {
  return /^(\d+\.\d+)/.exec(text.trim())?.[1] ?? null;
}
