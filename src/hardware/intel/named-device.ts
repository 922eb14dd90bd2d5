import type { SeenGpu } from '../seen.ts';

/** "7d55" of "Intel(R) Graphics [0x7d55]", as drivers call a device that has no name of its own. */
export function bracketedId(name: string): string | null {
  return /\[0x([0-9a-f]{4})\]/i.exec(name)?.[1]?.toLowerCase() ?? null;
}

/** An Intel device of which a runtime told the name, and with it perhaps the id. */
export function intelGpu(name: string, deviceId: string | null): SeenGpu {
  return { vendor: 'intel', vendorId: '8086', name, ...(deviceId === null ? {} : { deviceId }) };
}
