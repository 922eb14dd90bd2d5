import type { Facts } from '../hardware/facts.ts';
import type { Device } from './device.ts';

/** The devices a runtime will see, in its own order, after the variables that hide some of them. */
export type Visible = {
  readonly devices: readonly Device[];
  /** The variable that hides all of them, as `NAME=value`; null where some are left. */
  readonly hiddenBy: string | null;
  /** What the numbers of the last variable count. */
  readonly numbered: readonly Device[];
};

/** CUDA: `CUDA_VISIBLE_DEVICES`, counted fastest first unless `CUDA_DEVICE_ORDER` says by PCI address. */
export function visibleToCuda(devices: readonly Device[], facts: Facts): Visible {
  const env = facts.env ?? {};
  const ordered = env.CUDA_DEVICE_ORDER === 'PCI_BUS_ID' ? byAddress(devices) : byStrength(devices);
  const injected = env.NVIDIA_VISIBLE_DEVICES;
  if (facts.os.container === true && (injected === 'void' || injected === 'none'))
    return { devices: [], hiddenBy: `NVIDIA_VISIBLE_DEVICES=${injected}`, numbered: ordered };
  return filtered(ordered, 'CUDA_VISIBLE_DEVICES', env.CUDA_VISIBLE_DEVICES);
}

/** HIP: `ROCR_VISIBLE_DEVICES` first, then `HIP_VISIBLE_DEVICES` or, where that is not set, CUDA's. */
export function visibleToHip(devices: readonly Device[], facts: Facts): Visible {
  const env = facts.env ?? {};
  const first = filtered(byAddress(devices), 'ROCR_VISIBLE_DEVICES', env.ROCR_VISIBLE_DEVICES);
  if (first.hiddenBy !== null) return first;
  const name = typeof env.HIP_VISIBLE_DEVICES === 'string' ? 'HIP_VISIBLE_DEVICES' : 'CUDA_VISIBLE_DEVICES';
  return filtered(first.devices, name, env[name]);
}

/** SYCL: a selector that names no Level Zero GPU hides all of them. */
export function visibleToSycl(devices: readonly Device[], facts: Facts): Visible {
  const env = facts.env ?? {};
  const selector = env.ONEAPI_DEVICE_SELECTOR;
  if (typeof selector === 'string' && selector !== '' && !selectsGpu(selector))
    return { devices: [], hiddenBy: `ONEAPI_DEVICE_SELECTOR=${selector}`, numbered: devices };
  const mask = env.ZE_AFFINITY_MASK;
  return filtered(byStrength(devices), 'ZE_AFFINITY_MASK', mask === '' ? null : mask);
}

/** PCI order, the one that nvidia-smi shows; the order of the facts where an address is missing. */
export function byAddress(devices: readonly Device[]): readonly Device[] {
  if (devices.some(({ gpu }) => !gpu.pci)) return devices;
  return [...devices].sort((a, b) => compareText(addressOf(a), addressOf(b)));
}

/** Strongest first: capability squared times memory, or capability alone where a memory size is missing. */
export function byStrength(devices: readonly Device[]): readonly Device[] {
  const sized = devices.every(({ gpu }) => (gpu.vramBytes ?? 0) > 0);
  const score = (device: Device) => (sized ? Number(device.gpu.vramBytes) : 1) * generation(device) ** 2;
  return [...devices].sort((a, b) => Number(a.integrated) - Number(b.integrated) || score(b) - score(a));
}

/** A number that grows with the generation: 8.6 for NVIDIA, 11.03 for gfx1103. */
function generation({ capability, gfx }: Device): number {
  if (capability !== null) return Number(capability);
  const digits = /^gfx([0-9]+)([0-9a-f])([0-9a-f])$/.exec(gfx ?? '');
  if (digits === null) return 1;
  return Number(digits[1]) + Number.parseInt(`${digits[2]}${digits[3]}`, 16) / 1000;
}

/** A list of numbers ends at the first one that names no device. Names (UUIDs) cannot be matched: all stay. */
function filtered(devices: readonly Device[], name: string, value: string | null | undefined): Visible {
  if (typeof value !== 'string') return { devices, hiddenBy: null, numbered: devices };
  const entries = value.split(',').map((entry) => entry.trim());
  if (entries.some((entry) => /^(?:GPU|MIG)-/i.test(entry)))
    return { devices, hiddenBy: null, numbered: devices };
  const end = entries.findIndex((entry) => !/^\d{1,3}$/.test(entry) || devices[Number(entry)] === undefined);
  const chosen = (end === -1 ? entries : entries.slice(0, end)).map((entry) => devices[Number(entry)]);
  const left = [...new Set(chosen)].filter((device) => device !== undefined);
  return { devices: left, hiddenBy: left.length === 0 ? `${name}=${value}` : null, numbered: devices };
}

function selectsGpu(selector: string): boolean {
  const terms = selector.split(';').filter((term) => !term.startsWith('!'));
  return terms.length === 0 || terms.some((term) => /^(?:level_zero|\*):(?!cpu|fpga)/i.test(term.trim()));
}

function addressOf({ gpu }: Device): string {
  const address = (gpu.pci ?? '').toLowerCase();
  return /^[0-9a-f]{2}:/.test(address) ? `0000:${address}` : address.padStart(16, '0');
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
