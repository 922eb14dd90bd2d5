import { Failure } from '../../findings/failure.ts';
import type { Variant } from '../../variants/decision.ts';
import { sameTorchDevice } from './kernel-channels.ts';
import type { ListedTorchDevice } from './kernel-reply.ts';

/** How torch names the devices of a variant; ROCm builds keep CUDA's name. */
const NAMES: Readonly<Record<Variant, string>> = {
  cuda: 'cuda',
  rocm: 'cuda',
  zluda: 'cuda',
  xpu: 'xpu',
  mps: 'mps',
  cpu: 'cpu',
  openvino: 'cpu',
  directml: 'privateuseone',
};

/** What `--device-id` means for torch: the device, or the name that torch does not list. */
export type TorchResolution =
  | { readonly kind: 'device'; readonly device: ListedTorchDevice; readonly note: 'no-accelerator' | null }
  | { readonly kind: 'not-listed'; readonly missing: string };

type Question = {
  readonly requested: string;
  readonly variant: Variant;
  readonly listed: readonly ListedTorchDevice[];
  /** How many accelerators the hardware inventory sees; null where it could not look. */
  readonly accelerators: number | null;
};

/**
 * Every form of contract §2.2 in torch's terms: numbers count in the backend's own order, `AUTO` is its first device.
 * Throws a Failure `usage` for what is no device at all.
 */
export function resolveTorchDevice({ requested, variant, listed, accelerators }: Question): TorchResolution {
  const name = nameOf(requested.trim(), variant);
  const found = listed.find((each) => matches(each, name));
  if (found !== undefined) return { kind: 'device', device: found, note: null };
  const cpu = listed.find((each) => each.name === 'cpu');
  const alone = listed.every((each) => each.name === 'cpu') && accelerators === 0;
  if (variant === 'cpu' && requested.trim() === '0' && alone && cpu !== undefined)
    return { kind: 'device', device: cpu, note: 'no-accelerator' };
  return { kind: 'not-listed', missing: name };
}

function nameOf(requested: string, variant: Variant): string {
  const backend = NAMES[variant];
  const upper = requested.toUpperCase();
  if (upper === 'AUTO') return backend === 'cuda' || backend === 'xpu' ? `${backend}:0` : backend;
  if (upper === 'CPU') return 'cpu';
  if (/^\d+$/.test(requested))
    return backend === 'mps' && requested === '0' ? 'mps' : numbered(backend, requested);
  const gpu = /^GPU(?:\.(\d+))?$/.exec(upper);
  if (gpu !== null) return backend === 'mps' ? 'mps' : numbered(backend, gpu[1] ?? '0');
  if (/^(?:cuda|xpu|mps|NPU|uuid:.+|pci:.+)(?::\d+)?$/i.test(requested)) return requested.toLowerCase();
  throw new Failure({
    kind: 'usage',
    code: 'unknown-device-form',
    found: `"${requested}" is not a way to name a device of a ${variant} environment.`,
    need: 'A number, CPU, GPU, AUTO, uuid:… or pci:0000:03:00.0.',
    fix: ['sdn verify --device-id AUTO'],
  });
}

/** A CPU build has no numbered devices: `GPU.0` there is a device that nobody lists. */
function numbered(backend: string, number: string): string {
  return backend === 'cpu' ? `gpu:${number}` : `${backend}:${number}`;
}

function matches(listed: ListedTorchDevice, name: string): boolean {
  const bare = (text: string) => text.toLowerCase().replace(/[^0-9a-f]/g, '');
  if (name.startsWith('uuid:')) return listed.uuid !== null && bare(listed.uuid) === bare(name.slice(5));
  if (name.startsWith('pci:')) return (listed.pci ?? '').endsWith(name.slice(4));
  return sameTorchDevice(listed.name, name);
}
