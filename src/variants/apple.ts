import type { Facts } from '../hardware/facts.ts';
import type { Device } from './device.ts';
import { selectedOf } from './device.ts';
import type { Host } from './host.ts';
import { type Assessment, dropFor, equals, type Offer, plus } from './offer.ts';
import { pinFor } from './pins.ts';
import { numbersOf } from './version.ts';

/** A Mac: Metal on Apple Silicon, the processor on Intel, whatever graphics it has. */
export function assessMac(facts: Facts, host: Host, devices: readonly Device[]): Assessment {
  if (host.arch !== 'arm64') return intelMac(host);
  const [gpu] = devices.filter(({ vendor }) => vendor === 'apple');
  if (beforeSonoma(facts.os.release)) return tooOld(facts.os.release ?? '');
  if (gpu === undefined && facts.gpus?.length === 0) return noMetal();
  return metal(host, gpu);
}

function metal(host: Host, gpu: Device | undefined): Offer {
  return {
    kind: 'offer',
    variant: 'mps',
    index: 'pypi',
    release: pinFor('mps', host)?.torch ?? null,
    selected: gpu === undefined ? null : selectedOf(gpu),
    env: { PYTORCH_ENABLE_MPS_FALLBACK: '1' },
    reasons: [
      plus('device-chosen', `${gpu?.title ?? 'Apple Silicon'} is driven by Metal, which torch calls mps`),
      equals('index', 'the macOS wheels on PyPI carry it'),
    ],
    problems: [],
  };
}

function intelMac(host: Host): Offer {
  const release = pinFor('cpu', host)?.torch ?? null;
  return {
    kind: 'offer',
    variant: 'cpu',
    index: 'pypi',
    release,
    selected: null,
    env: {},
    reasons: [
      equals(
        'index',
        `torch ${release} on PyPI is the last release for Intel Macs; it has no CUDA and no ROCm`,
      ),
    ],
    problems: [],
  };
}

/**
 * MPS is built for macOS 14 and newer. `release` is either macOS' own number or the kernel's:
 * kernels 16 to 22 belong to macOS before 14, and macOS went from 15 to 26.
 */
function beforeSonoma(release: string | null | undefined): boolean {
  const major = numbersOf(release)?.[0];
  return major !== undefined && (major < 14 || (major >= 16 && major <= 22));
}

function tooOld(release: string): Assessment {
  const text = `macOS ${release} is older than 14, for which torch builds its Metal support`;
  return dropFor({ code: 'macos-too-old', text, remedy: 'softwareupdate --list' }, false);
}

function noMetal(): Assessment {
  const text = 'No Apple GPU is visible on this system, as in some virtual machines';
  return dropFor({ code: 'gpu-not-passed-through', text, remedy: 'sdn install --use-cpu' }, false);
}
