import { Failure } from '../../findings/failure.ts';
import type { Identity } from '../../proof/device/identity.ts';
import type { SeenAccelerator } from '../../proof/device/inventory.ts';
import { resolveDevice } from '../../proof/device/resolve.ts';
import type { Variant } from '../../variants/decision.ts';

/** How a device is told to SD.Next: through its settings for OpenVINO, by an argument for every other backend. */
export type DeviceChoice =
  | {
      readonly kind: 'setting';
      /** The new `openvino_devices`; undefined takes the key out, which is AUTO. */
      readonly value: readonly string[] | undefined;
      readonly device: string;
      readonly note: 'no-accelerator' | 'inventory-unknown' | null;
    }
  | { readonly kind: 'argument'; readonly args: readonly string[]; readonly device: string };

type Listing = { readonly listed: readonly Identity[]; readonly seen: readonly SeenAccelerator[] | null };

/**
 * What `--device-id` becomes for OpenVINO. Throws a `Failure` that lists the devices where the one is not there.
 */
export function openvinoDevice(requested: string, { listed, seen }: Listing): DeviceChoice {
  const resolution = resolveDevice({ requested, listed, seen });
  if (resolution.kind === 'not-listed') throw notListed(resolution.missing, listed);
  const { openvino, note } = resolution;
  return { kind: 'setting', value: settingFor(openvino), device: openvino, note };
}

function settingFor(openvino: string): readonly string[] | undefined {
  if (openvino === 'AUTO') return undefined;
  const hetero = /^HETERO:(.+)$/.exec(openvino)?.[1];
  return hetero === undefined ? [openvino] : hetero.split(',');
}

function notListed(missing: readonly string[], listed: readonly Identity[]): Failure {
  const names = listed.map(({ device, name }) => (name === null ? device : `${device} (${name})`));
  return new Failure({
    kind: 'notReady',
    code: 'device-not-listed',
    found: `OpenVINO does not list ${missing.join(', ')}. It lists ${names.join(', ') || 'nothing'}.`,
    need: 'A device from that list.',
    fix: listed.map(({ device }) => `sdn launch --device-id ${device}`),
  });
}

const PREFIXES: Readonly<Partial<Record<Variant, string>>> = {
  cuda: 'cuda',
  rocm: 'cuda',
  zluda: 'cuda',
  xpu: 'xpu',
  directml: 'privateuseone',
};

/** What `--device-id` becomes for the other backends: a number. Throws a `Failure` for anything else. */
export function torchDevice(requested: string, variant: Variant): DeviceChoice {
  const prefix = PREFIXES[variant];
  const number = /^(?:(cuda|xpu|privateuseone):)?(\d{1,2})$/.exec(requested.trim().toLowerCase());
  if (prefix === undefined) {
    throw new Failure({
      kind: 'usage',
      code: 'one-device-only',
      found: `An environment for ${variant} has one device; --device-id ${requested} has nothing to choose from.`,
      need: 'No --device-id.',
      fix: ['sdn launch'],
    });
  }
  if (number === null || (number[1] !== undefined && number[1] !== prefix)) {
    throw new Failure({
      kind: 'usage',
      code: 'unknown-device-form',
      found: `"${requested}" is not a device of an environment for ${variant}.`,
      need: `A number, counted by the backend: 0 is ${prefix}:0.`,
      fix: ['sdn launch --device-id 0'],
    });
  }
  return { kind: 'argument', args: ['--device-id', number[2] ?? '0'], device: `${prefix}:${number[2]}` };
}
