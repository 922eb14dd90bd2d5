import acceptance from '../../../templates/tables/acceptance.json' with { type: 'json' };
import table from '../../../templates/tables/pins.json' with { type: 'json' };
import { Failure } from '../../findings/failure.ts';
import type { CheckoutPins } from '../../sdnext/checkout/pins.ts';
import type { Decision, Variant } from '../../variants/decision.ts';
import { type Host, hostName } from '../../variants/host.ts';
import { type Pin, pinFor, pythonRange } from '../../variants/pins.ts';

/** The versions one installation is to have. */
export type Pins = {
  readonly torch: string;
  readonly torchvision: string | null;
  /** Requirements beside the torch family: `openvino==2026.2.1`. */
  readonly packages: readonly string[];
  readonly setuptools: string;
  readonly numpy: string;
  /** Python minor versions that are accepted, best first. */
  readonly pythons: readonly string[];
  /** Where they were read: `installer.py@058a7f0cf`, or sdn's own table with its date. */
  readonly source: string;
};

/** Where pins may come from beside sdn's own table: the checkout's installer, and the user's `--pins`. */
export type PinSources = {
  readonly checkout: CheckoutPins | null;
  readonly own: ReadonlyMap<string, string>;
};

/**
 * What SD.Next wants for the decided variant: the user's pins first, then what the checkout's own installer says,
 * then sdn's table. Where the machine needs another index than SD.Next pins, the decision names the torch.
 */
export function pinsFor(decision: Decision, host: Host, { checkout, own }: PinSources): Pins {
  const variant = decision.variant ?? 'cpu';
  const pin = pinFor(variant, host) ?? notHere(variant, host);
  const asked = variant === 'openvino' ? (checkout?.openvino ?? null) : null;
  const torch =
    own.get('torch') ??
    asked?.torch ??
    torchOf(decision) ??
    pin.torch ??
    unpinned(variant, decision.torch?.indexUrl ?? null);
  return {
    torch,
    torchvision: own.get('torchvision') ?? asked?.torchvision ?? pin.torchvision,
    packages: packagesOf(pin, asked?.openvino ?? null, own),
    setuptools: own.get('setuptools') ?? checkout?.setuptools ?? acceptance.seed.setuptools,
    numpy: own.get('numpy') ?? checkout?.numpy ?? acceptance.numpy.version,
    pythons: pythonsFor(pin, torch),
    source: asked === null ? `sdn's table of ${table.snapshot.date}` : (checkout?.source ?? 'installer.py'),
  };
}

/** `2.9.1+cu126` of `torch==2.9.1+cu126`. */
function torchOf({ torch }: Decision): string | null {
  return /^torch==(\S+)$/.exec(torch?.spec ?? '')?.[1] ?? null;
}

function packagesOf(pin: Pin, openvino: string | null, own: ReadonlyMap<string, string>): readonly string[] {
  return pin.packages.map((each) => {
    const name = each.split('==')[0] ?? each;
    const version = own.get(name) ?? (name === 'openvino' ? openvino : null);
    return version === null ? each : `${name}==${version}`;
  });
}

function pythonsFor(pin: Pin, torch: string): readonly string[] {
  const [from, to] = pythonRange(pin, torch.split('+')[0] ?? torch).map((version) =>
    Number(version.split('.')[1]),
  );
  return acceptance.pythons['best-first'].filter((version) => {
    const minor = Number(version.split('.')[1]);
    return minor >= (from ?? 10) && minor <= (to ?? 13);
  });
}

function notHere(variant: Variant, host: Host): never {
  throw new Failure({
    kind: 'unsupported',
    code: 'backend-not-on-this-os',
    found: `${variant} does not exist for ${hostName(host)}.`,
    need: 'A variant that this system can run.',
    fix: ['sdn detect'],
  });
}

function unpinned(variant: Variant, indexUrl: string | null): never {
  const index = indexUrl === null ? '' : ` --index-url ${indexUrl}`;
  throw new Failure({
    kind: 'unsupported',
    code: 'variant-not-pinned',
    found: `SD.Next pins no torch for ${variant} on this system; it takes whatever the vendor built last.`,
    need: `A version, so that the same environment can be made again: in place of VERSION, one that ${indexUrl ?? 'PyPI'} lists under torch.`,
    fix: [`sdn install --use-${variant} --torch-spec torch==VERSION${index}`],
  });
}
