import { shellWord } from '../findings/shell-word.ts';
import type { Facts } from '../hardware/facts.ts';
import type { Checkout } from '../sdnext/checkout/checkout.ts';
import type { EnvironmentView } from '../sdnext/environment/environment-view.ts';
import type { Settings } from '../sdnext/settings/settings.ts';
import { requestedBackends, type Switches } from '../sdnext/switches/switches.ts';
import type { Variant } from '../variants/decision.ts';
import { variantOfPackages } from '../variants/variant-of-packages.ts';
import type { MachineView } from './machine-view.ts';

/** Everything the checks look at, read once before they run. */
export type Subject = {
  readonly dir: string;
  readonly machine: MachineView;
  /** The hardware inventory. */
  readonly facts: Facts;
  readonly environment: EnvironmentView;
  readonly checkout: Checkout | null;
  readonly settings: Settings;
  readonly switches: Switches;
  /** The names OpenVINO lists in this environment; null where it was not asked or did not answer. */
  readonly devices: readonly string[] | null;
  /** Releases of openvino on the package sources, newest first; null where nobody asked, or not all answered. */
  readonly offered: readonly string[] | null;
  /** Bytes of the OpenVINO cache folder; null where there is none. */
  readonly cacheBytes: number | null;
  /** `--dir X --venv Y` as they have to be repeated in a command, with a leading blank, or empty. */
  readonly where: string;
};

/** The variant of the environment: what sdn recorded, else what its packages are. Null without torch. */
export function installedVariant({ environment }: Subject): Variant | null {
  if (environment.manifest !== null) return environment.manifest.variant;
  return variantOfPackages(environment.packages);
}

/** The variant a start would ask for: the flags that are set, else what is installed. */
export function wantedVariant(subject: Subject): Variant | null {
  const [flag, ...others] = requestedBackends(subject.switches);
  if (flag === undefined || others.length > 0) return installedVariant(subject);
  return flag === 'ipex' ? 'xpu' : flag;
}

/** Whether the settings and limits of OpenVINO concern this environment. */
export function isOpenvino(subject: Subject): boolean {
  return wantedVariant(subject) === 'openvino' || installedVariant(subject) === 'openvino';
}

/** For checks of OpenVINO's own settings. */
export function skipUnlessOpenvino(subject: Subject): string | null {
  return isOpenvino(subject) ? null : 'This environment is not for OpenVINO.';
}

/** For checks that look into an environment. */
export function skipWithoutEnvironment({ environment }: Subject): string | null {
  const missing = ['nothing', 'file', 'link', 'lookalike'].includes(environment.kind);
  return missing ? `There is no environment at ${environment.path}.` : null;
}

/** For checks that need an SD.Next checkout. */
export function skipWithoutCheckout({ checkout, dir }: Subject): string | null {
  return checkout === null ? `There is no SD.Next checkout in ${dir}.` : null;
}

/** The command that brings this checkout up to date, pasteable here. */
export function updateCommand({ where, dir, machine }: Subject): string {
  return `git${where.includes('--dir ') ? ` -C ${shellWord(dir, machine.platform)}` : ''} pull --ff-only`;
}

/** The command that puts the right environment in place for this variant, pasteable here. */
export function reinstallCommand({ where }: Subject, variant: Variant | null): string {
  return `sdn reinstall${variant === null ? '' : ` --use-${variant}`}${where}`;
}
