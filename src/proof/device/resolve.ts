import { Failure } from '../../findings/failure.ts';
import { canonical } from '../channels/execution-devices.ts';
import type { Identity } from './identity.ts';
import type { SeenAccelerator } from './inventory.ts';

/** What `--device-id` means on this machine. */
export type Resolution =
  | {
      readonly kind: 'device';
      /** For `compile_model`. */
      readonly openvino: string;
      /** The devices that must own the work; empty where AUTO chooses. */
      readonly expected: readonly string[];
      /** `no-accelerator`: device 0 means the CPU, because nothing else is here. */
      readonly note: 'no-accelerator' | 'inventory-unknown' | null;
    }
  | {
      readonly kind: 'not-listed';
      /** Names that OpenVINO does not list. */
      readonly missing: readonly string[];
    };

export type ResolveInput = {
  readonly requested: string;
  readonly listed: readonly Identity[];
  /** Null where the inventory could not look. */
  readonly seen: readonly SeenAccelerator[] | null;
};

const VIRTUAL = /^(AUTO|HETERO|MULTI|BATCH)(?::(.+))?$/;
const PLAIN = /^(?:CPU|GPU|NPU)(?:\.[\w.]+)?$/;

/** Every form of contract §2.2. Throws `Failure` of kind usage for anything else. */
export function resolveDevice(input: ResolveInput): Resolution {
  const requested = input.requested.trim();
  if (/^\d+$/.test(requested)) return byNumber(Number(requested), input);
  const [, scheme = '', value = ''] = /^(uuid|pci):(.+)$/i.exec(requested) ?? [];
  if (scheme !== '') return byIdentity(scheme.toLowerCase(), value, input);
  const upper = requested.toUpperCase();
  if (VIRTUAL.test(upper)) return virtual(upper, input);
  if (PLAIN.test(upper)) return plain(upper, input);
  throw unknownForm(requested);
}

function byNumber(number: number, input: ResolveInput): Resolution {
  const resolved = plain(`GPU.${number}`, input);
  const nothingListed = input.listed.every(({ device }) => device === 'CPU');
  if (resolved.kind === 'device' || number !== 0 || !nothingListed) return resolved;
  if (input.seen !== null && input.seen.length > 0) return resolved;
  const note = input.seen === null ? 'inventory-unknown' : 'no-accelerator';
  return { kind: 'device', openvino: 'CPU', expected: ['CPU'], note };
}

function byIdentity(scheme: string, value: string, { listed }: ResolveInput): Resolution {
  const wanted = scheme === 'uuid' ? value.replace(/[^0-9a-f]/gi, '').toLowerCase() : fullPci(value);
  const found = listed.find((each) => (scheme === 'uuid' ? each.uuid : each.pci) === wanted);
  if (found === undefined) return { kind: 'not-listed', missing: [`${scheme}:${value}`] };
  return { kind: 'device', openvino: found.device, expected: [canonical(found.device)], note: null };
}

/** `3:0.0` and `03:00.0` are `0000:03:00.0`. */
function fullPci(text: string): string {
  const [, domain = '0', bus = '', device = '', fn = '0'] =
    /^(?:([0-9a-f]+):)?([0-9a-f]+):([0-9a-f]+)\.(\d)$/i.exec(text) ?? [];
  const padded = [domain.padStart(4, '0'), bus.padStart(2, '0'), device.padStart(2, '0')];
  return `${padded.join(':')}.${fn}`.toLowerCase();
}

function plain(name: string, { listed }: ResolveInput): Resolution {
  const found = listedAs(name, listed);
  if (found === null) return { kind: 'not-listed', missing: [name] };
  return { kind: 'device', openvino: found, expected: [canonical(found)], note: null };
}

/** `GPU` and `GPU.0` are one device, whichever of the two OpenVINO lists; `NPU` is the first NPU. */
function listedAs(name: string, listed: readonly Identity[]): string | null {
  const names = listed.map(({ device }) => device);
  const same = names.find((each) => canonical(each) === canonical(name));
  if (same !== undefined) return same;
  return name === 'NPU' ? (names.find((each) => each.startsWith('NPU.')) ?? null) : null;
}

function virtual(text: string, input: ResolveInput): Resolution {
  const [, plugin = '', list = ''] = VIRTUAL.exec(text) ?? [];
  const parts = list.split(',').filter((each) => each !== '');
  const missing = parts.filter((each) => listedAs(each.replace(/\(.*\)$/, ''), input.listed) === null);
  if (missing.length > 0) return { kind: 'not-listed', missing };
  if (plugin === 'HETERO' && parts.length === 0)
    throw new Failure({
      kind: 'usage',
      code: 'hetero-without-devices',
      found: 'HETERO was given without devices.',
      need: 'The devices in order of priority.',
      fix: ['sdn verify --device-id HETERO:GPU,CPU'],
    });
  const expected = plugin === 'HETERO' || plugin === 'MULTI' ? parts.map(canonical) : [];
  return { kind: 'device', openvino: text, expected, note: null };
}

function unknownForm(requested: string): Failure {
  return new Failure({
    kind: 'usage',
    code: 'unknown-device-form',
    found: `"${requested}" is not a way to name a device.`,
    need: 'A number, CPU, GPU, GPU.1, NPU, AUTO, HETERO:GPU,CPU, uuid:… or pci:0000:03:00.0.',
    fix: ['sdn verify --device-id AUTO'],
  });
}
