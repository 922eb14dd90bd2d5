import type { Facts } from '../hardware/facts.ts';
import { assessAmd } from './amd.ts';
import { renderDenied } from './amd-access.ts';
import { assessMac } from './apple.ts';
import type { Problem, SelectedDevice, Variant } from './decision.ts';
import { type Device, selectedOf } from './device.ts';
import type { Host } from './host.ts';
import { assessIntel } from './intel.ts';
import { assessNvidia } from './nvidia.ts';
import { type Assessment, type Case, equals, minus, type Offer, plus, stopFor } from './offer.ts';
import { pinFor } from './pins.ts';
import { refusalOfVariant } from './refusal.ts';
import { byStrength } from './visibility.ts';

/**
 * What the user named, whether or not the device is here: images are built on machines without a GPU.
 * Refused only where no wheel exists for this system, or for any card of the right vendor that is here.
 */
export function assessRequest(
  variant: Variant,
  facts: Facts,
  situation: { host: Host; devices: readonly Device[] },
): Assessment {
  const { host, devices } = situation;
  const refusal = refusalOfVariant(variant, host);
  if (refusal !== null) return stopFor(refusal);
  const asked: Case = { facts, host, asked: true };
  const own = devices.filter(({ vendor }) => vendor === VENDORS[variant]);
  if (variant === 'mps') return macAnyway(facts, host, devices);
  if (own.length === 0) return withoutDevice(variant, host, facts);
  if (variant === 'cuda') return assessNvidia(asked, own);
  if (variant === 'rocm') return assessAmd(asked, own, own);
  if (variant === 'xpu') return assessIntel(asked, own);
  return fromPin(variant, { host, facts, selected: strongest(own) });
}

const VENDORS: Readonly<Record<Variant, Device['vendor'] | null>> = {
  cuda: 'nvidia',
  rocm: 'amd',
  xpu: 'intel',
  openvino: 'intel',
  directml: null,
  zluda: 'amd',
  mps: 'apple',
  cpu: null,
};

function macAnyway(facts: Facts, host: Host, devices: readonly Device[]): Assessment {
  const found = assessMac(facts, host, devices);
  if (found.kind !== 'drop') return found;
  return { ...fromPin('mps', { host, facts, selected: null }), problems: found.problems };
}

function withoutDevice(variant: Variant, host: Host, facts: Facts): Assessment {
  const offer = fromPin(variant, { host, facts, selected: null });
  const vendor = VENDORS[variant];
  if (vendor === null || variant === 'openvino') return offer;
  const text = `No ${vendor === 'nvidia' ? 'NVIDIA' : vendor === 'amd' ? 'AMD' : 'Intel'} graphics device is known here`;
  if (offer.release === null && variant === 'rocm')
    return stopFor({
      code: 'no-device-for-variant',
      text: `${text}; the AMD wheels for Windows come per family`,
      remedy: 'sdn detect',
    });
  return { ...offer, reasons: [...offer.reasons, minus('no-device-for-variant', text)] };
}

type Of = { readonly host: Host; readonly facts: Facts; readonly selected: SelectedDevice | null };

function fromPin(variant: Variant, { host, facts, selected }: Of): Offer {
  const pin = pinFor(variant, host);
  const release = pin?.torch?.split('+')[0] ?? null;
  return {
    kind: 'offer',
    variant,
    index: pin?.index ?? null,
    release,
    selected,
    env: variant === 'mps' ? { PYTORCH_ENABLE_MPS_FALLBACK: '1' } : {},
    reasons: [
      plus('asked', `${variant} was asked for by name`),
      equals('index', pinText(pin?.index ?? null, release)),
    ],
    problems: variant === 'openvino' && host.platform === 'linux' ? notOpen(facts, selected) : [],
  };
}

function notOpen(facts: Facts, selected: SelectedDevice | null): readonly Problem[] {
  const gpu = facts.gpus?.find(({ pci }) => selected !== null && (pci ?? null) === selected.pci);
  return gpu === undefined ? [] : renderDenied(facts, gpu);
}

function pinText(index: string | null, release: string | null): string {
  if (release === null) return 'SD.Next pins no release for it';
  return `torch ${release} from ${index === 'pypi' ? 'PyPI' : `index ${index}`}, as SD.Next pins it`;
}

function strongest(devices: readonly Device[]): SelectedDevice | null {
  const [first] = byStrength(devices);
  return first === undefined ? null : selectedOf(first);
}
