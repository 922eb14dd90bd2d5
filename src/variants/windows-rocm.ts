import type { Facts } from '../hardware/facts.ts';
import type { Decision } from './decision.ts';
import { devicesOf } from './device.ts';
import { gfxTargetOf } from './gfx-targets.ts';
import type { Offer } from './offer.ts';
import { pinFor } from './pins.ts';

/** AMD's own wheels for Windows: one index per family, no release pinned by SD.Next. */
export function windowsRocm({ selected }: Offer, facts: Facts): Decision['torch'] {
  const device = devicesOf(facts).devices.find(
    ({ gpu, vendor }) =>
      vendor === 'amd' &&
      (gpu.pci ?? null) === selected?.pci &&
      (gpu.deviceId ?? null) === selected?.deviceId,
  );
  const family = gfxTargetOf(device?.gfx ?? null)?.windowsFamily ?? null;
  const base =
    pinFor('rocm', { platform: 'win32', arch: 'x64', wsl: false, container: false })?.indexUrl ?? '';
  return family === null ? null : { spec: 'torch', indexUrl: `${base}${family}` };
}
