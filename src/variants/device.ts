import gfxTargets from '../../templates/tables/gfx-targets.json' with { type: 'json' };
import ignoredVendors from '../../templates/tables/ignored-vendors.json' with { type: 'json' };
import type { Facts, Gpu } from '../hardware/facts.ts';
import { capabilityOf, gfxOf, intelChipOf, isOnChip } from './chips.ts';
import type { Reason, SelectedDevice } from './decision.ts';
import { numbersOf } from './version.ts';

/** A display device that is here and could compute, with what tables add to what probes said. */
export type Device = {
  readonly gpu: Gpu;
  readonly vendor: Gpu['vendor'];
  readonly integrated: boolean;
  /** For sentences: "NVIDIA GeForce RTX 3060 (01:00.0)". */
  readonly title: string;
  /** NVIDIA: "8.6". */
  readonly capability: string | null;
  /** AMD: "gfx1100". */
  readonly gfx: string | null;
  /** Intel: PyTorch validates its xpu wheels on this device. */
  readonly xpu: boolean;
};

/** The devices that count, and why the others do not. Only display class, only vendors with wheels. */
export function devicesOf(facts: Facts): {
  readonly devices: readonly Device[];
  readonly reasons: readonly Reason[];
} {
  const all = (facts.gpus ?? []).map(deviceOf);
  const reasons = all.flatMap((device) => whyIgnored(device));
  return { devices: all.filter((device) => whyIgnored(device).length === 0), reasons };
}

function deviceOf(gpu: Gpu): Device {
  const id = gpu.deviceId ?? null;
  const gfx = bare(gpu.gfx) ?? (gpu.vendor === 'amd' ? gfxOf(id) : null);
  const capability =
    knownCapability(gpu) ?? (gpu.vendor === 'nvidia' ? capabilityOf(id, gpu.name ?? null) : null);
  return {
    gpu,
    vendor: gpu.vendor,
    integrated: gpu.integrated ?? integratedByTable(gpu, gfx),
    title: titleOf(gpu),
    capability,
    gfx,
    xpu: gpu.vendor === 'intel' && xpuOf(gpu),
  };
}

/** "8.6"; `N/A` and the like are unknown. */
function knownCapability(gpu: Gpu): string | null {
  const numbers = numbersOf(gpu.computeCapability);
  return numbers === null ? null : `${numbers[0] ?? 0}.${numbers[1] ?? 0}`;
}

/** `gfx906:sramecc+:xnack-` is gfx906. */
function bare(gfx: string | null | undefined): string | null {
  return /^gfx[0-9a-f]{3,4}/.exec(gfx?.trim().toLowerCase() ?? '')?.[0] ?? null;
}

function integratedByTable(gpu: Gpu, gfx: string | null): boolean {
  if (gpu.vendor === 'apple') return true;
  if (gpu.vendor === 'amd') return gfxTargets.rows.find((row) => row.gfx === gfx)?.integrated ?? false;
  if (gpu.vendor === 'intel') return !intelDiscrete(gpu);
  return gpu.vendor === 'nvidia' && isOnChip(gpu.deviceId ?? null, gpu.name ?? null);
}

function intelDiscrete(gpu: Gpu): boolean {
  const chip = intelChipOf(gpu.deviceId ?? null);
  return (
    chip?.discrete ??
    /\b(?:Arc\W+(?:TM\W+)?(?:Pro\W+)?[AB]\d{2,3}|Max \d{4}|Flex \d{3})/i.test(gpu.name ?? '')
  );
}

/** By id; only where no id is known, by the name that the driver gives. */
function xpuOf(gpu: Gpu): boolean {
  if (gpu.deviceId) return intelChipOf(gpu.deviceId)?.xpu ?? false;
  return /\bArc\b|Data Center GPU (?:Max|Flex)/i.test(gpu.name ?? '');
}

function titleOf(gpu: Gpu): string {
  const vendors = { nvidia: 'NVIDIA', amd: 'AMD', intel: 'Intel', apple: 'Apple', other: '' } as const;
  const id = gpu.deviceId ? ` device ${gpu.deviceId}` : ' device';
  const name = gpu.name ? gpu.name : gpu.vendor === 'other' ? otherName(gpu) : `${vendors[gpu.vendor]}${id}`;
  return gpu.pci ? `${name} (${gpu.pci.replace(/^0000:/, '')})` : name;
}

/** "VMware display", or the ids that pci.ids would have a name for. */
function otherName({ vendorId, deviceId }: Gpu): string {
  const who = ignoredVendors.rows.find((row) => row.vendorId === plainId(vendorId))?.who;
  return who === undefined ? `Display device ${plainId(vendorId)}:${plainId(deviceId)}` : `${who} display`;
}

function whyIgnored(device: Device): readonly Reason[] {
  const { gpu, title } = device;
  if (gpu.present === false) return [out('device-gone', `${title} is remembered by the system and not here`)];
  if (ignoredVendors.rows.some(({ vendorId }) => vendorId === plainId(gpu.vendorId)))
    return [out('device-ignored', `${title} draws a screen and computes nothing`)];
  if (gpu.vendor === 'other') return [out('device-ignored', `${title}: torch has no wheels for its maker`)];
  if (!isDisplay(gpu)) return [out('device-ignored', `${title} is not a display device`)];
  return [];
}

/** Class 03 of PCI; AMD Instinct cards since MI300 call themselves processing accelerators (12). */
function isDisplay(gpu: Gpu): boolean {
  const id = plainId(gpu.pciClass);
  if (id === '') return true;
  return /^0?3/.test(id) || (gpu.vendor === 'amd' && id.startsWith('12'));
}

function plainId(id: string | null | undefined): string {
  return (id ?? '').trim().toLowerCase().replace(/^0x/, '');
}

function out(code: string, text: string): Reason {
  return { sign: '-', code, text };
}

/** The device as a decision names it. */
export function selectedOf({ gpu, vendor }: Device): SelectedDevice {
  return { vendor, deviceId: gpu.deviceId ?? null, pci: gpu.pci ?? null, name: gpu.name ?? null };
}
