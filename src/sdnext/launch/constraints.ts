import { join } from 'node:path';
import type { CheckoutPins } from '../checkout/pins.ts';
import type { EnvironmentView } from '../environment/environment-view.ts';

/** A file that pip or uv is pointed to. `named` is how the variable names it: both tools split it at blanks. */
export type PinFile = { readonly path: string; readonly named: string; readonly content: string };

/** Below the checkout; git and SD.Next leave names with a dot alone. */
const FOLDER = '.sdn';

/** What keeps the packages of this environment while SD.Next looks after its own: for pip and uv, and for uv alone. */
export function pinFiles(dir: string, environment: EnvironmentView, pins: CheckoutPins | null) {
  return {
    constraints: pinFile(dir, 'constraints.txt', constraintsText(environment, pins?.constraints ?? [])),
    overrides: pinFile(dir, 'overrides.txt', overridesText(pins?.setuptools ?? null)),
  };
}

/** SD.Next calls pip and uv in its own folder, so that a relative name serves where the path has a blank. */
function pinFile(dir: string, name: string, content: string): PinFile {
  const path = join(dir, FOLDER, name);
  return { path, named: /\s/.test(path) ? join(FOLDER, name) : path, content };
}

/** The packages whose exchange changes the backend. */
const KEPT = [
  'torch',
  'torchvision',
  'torchaudio',
  'openvino',
  'torch-directml',
  'triton',
  'pytorch-triton-rocm',
  'pytorch-triton-xpu',
];

/** From here on, setuptools lacks the pkg_resources that some of SD.Next's packages are built with. */
const WITH_PKG_RESOURCES = 'setuptools<82';

/**
 * A constraints file: the installed releases of what makes the backend, then SD.Next's own pins (`ofCheckout`).
 * With it, no later requirement can replace torch; without it, a CPU build has been replaced by 3.6 GB of CUDA.
 * The pins are there because SD.Next installs one package after the other: the newest anyio first, then a
 * typing-extensions that is too old for it, and every request to that server ends in an ImportError.
 */
export function constraintsText(environment: EnvironmentView, ofCheckout: readonly string[]): string {
  const others = ofCheckout.filter((line) => ![...KEPT, 'setuptools'].includes(nameOf(line)));
  const lines = [...keptPins(environment), WITH_PKG_RESOURCES, ...others];
  return `${['# Written by sdn launch: keeps the backend of this environment.', ...lines].join('\n')}\n`;
}

/** The installed releases of what makes the backend, as `name==version`. */
export function keptPins({ packages }: EnvironmentView): readonly string[] {
  return KEPT.filter((name) => packages[name] !== undefined).map((name) => `${name}==${packages[name]}`);
}

/**
 * What uv takes over the word of any package (UV_OVERRIDE): torch 2.13 asks for a newer setuptools than SD.Next
 * pins, and so nothing that needs torch could be installed beside that pin. Empty where SD.Next pins none.
 */
function overridesText(setuptools: string | null): string {
  return setuptools === null ? '' : `setuptools==${setuptools}\n`;
}

function nameOf(line: string): string {
  return (line.split('==')[0] ?? '').toLowerCase();
}
