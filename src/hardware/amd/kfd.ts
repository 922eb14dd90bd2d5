import { found, missing, type Probe } from '../probe.ts';
import type { SeenGpu } from '../seen.ts';
import { namesIn, textOf } from '../tree.ts';

const NODES = '/sys/class/kfd/kfd/topology/nodes';

/** One node of the kernel's compute topology that is a GPU; null for the processor. Numbers are decimal. */
export function parseKfdNode(text: string): SeenGpu | null {
  const value = (key: string) => Number(new RegExp(`^${key} (\\d+)$`, 'm').exec(text)?.[1] ?? Number.NaN);
  const gfx = gfxOfVersion(value('gfx_target_version'));
  if (gfx === null) return null;
  const [vendor, device] = [value('vendor_id'), value('device_id')];
  const memory = value('local_mem_size');
  return {
    vendor: 'amd',
    gfx,
    ...(vendor > 0 ? { vendorId: vendor.toString(16).padStart(4, '0') } : {}),
    ...(device > 0 ? { deviceId: device.toString(16).padStart(4, '0') } : {}),
    ...(memory > 0 ? { vramBytes: memory } : {}),
    ...addressOf(value('location_id'), value('domain')),
  };
}

/** 110003 is gfx1103, 90010 is gfx90a: major, then two digits each of minor and stepping, printed as hex. */
function gfxOfVersion(version: number): string | null {
  if (!Number.isInteger(version) || version <= 0) return null;
  const [major, minor, step] = [Math.floor(version / 10_000), Math.floor(version / 100) % 100, version % 100];
  return `gfx${major}${minor.toString(16)}${step.toString(16)}`;
}

function addressOf(location: number, domain: number): { pci?: string } {
  if (!Number.isInteger(location) || location <= 0) return {};
  const hex = (value: number, width: number) => value.toString(16).padStart(width, '0');
  const bus = `${hex(location >> 8, 2)}:${hex((location >> 3) & 31, 2)}.${location & 7}`;
  return { pci: `${hex(Number.isInteger(domain) ? domain : 0, 4)}:${bus}` };
}

/** AMD compute devices in the order that HIP counts them. */
export const kfdProbe: Probe<readonly SeenGpu[]> = {
  id: 'kfd-topology',
  read: async (system) => {
    const nodes = await namesIn(system, NODES);
    if (nodes === null) return missing('absent');
    const ordered = [...nodes].sort((a, b) => Number(a) - Number(b));
    const texts = await Promise.all(ordered.map((node) => textOf(system, `${NODES}/${node}/properties`)));
    return found(texts.map((text) => parseKfdNode(text ?? '')).filter((node) => node !== null));
  },
};
