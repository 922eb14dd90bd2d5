import switches from '../../templates/tables/sdnext-switches.json' with { type: 'json' };
import { Failure } from '../findings/failure.ts';
import { VARIANTS, type Variant } from '../variants/decision.ts';

/** An argument that treats an install-time choice as a runtime switch, or the other way round. */
export type MixedSwitch =
  | { readonly kind: 'switched-off'; readonly typed: string; readonly variant: Variant }
  | { readonly kind: 'runtime-switch'; readonly typed: string }
  | { readonly kind: 'install-choice'; readonly typed: string; readonly variant: Variant | null };

const INSTALLERS = ['install', 'reinstall'];
const VALUES = ['true', 'false', '1', '0', 'yes', 'no', 'on', 'off'];

/** Install-time choices and runtime switches never mix (contract §2.1): the first argument that mixes them, or null. */
export function mixedSwitch(command: string, argv: readonly string[]): MixedSwitch | null {
  const found = argv.map((arg, at) => mixedAt(command, arg, argv[at + 1] ?? ''));
  return found.find((each) => each !== null) ?? null;
}

function mixedAt(command: string, arg: string, next: string): MixedSwitch | null {
  const variant = variantOf(arg);
  if (variant !== null && isSwitchedOff(arg, next))
    return { kind: 'switched-off', typed: typedAs(arg, next), variant };
  const name = /^--([a-z-]+)(?:=|$)/.exec(arg)?.[1] ?? '';
  if (INSTALLERS.includes(command) && switches.runtime.includes(name))
    return { kind: 'runtime-switch', typed: `--${name}` };
  if (command !== 'launch') return null;
  if (variant === null && !switches.installTime.includes(name)) return null;
  return { kind: 'install-choice', typed: `--${name}`, variant };
}

/** The variant of `--use-openvino`, `--no-use-openvino` or `--use-openvino=…`; `ipex` is SD.Next's name for xpu. */
function variantOf(arg: string): Variant | null {
  const name = /^--(?:no-)?use-([a-z]+)(?:=.*)?$/.exec(arg)?.[1];
  const known = name === 'ipex' ? 'xpu' : name;
  return VARIANTS.find((variant) => variant === known) ?? null;
}

function isSwitchedOff(arg: string, next: string): boolean {
  return arg.startsWith('--no-') || arg.includes('=') || VALUES.includes(next.toLowerCase());
}

function typedAs(arg: string, next: string): string {
  return arg.startsWith('--no-') || arg.includes('=') ? arg : `${arg} ${next}`;
}

/** What to say about it. `detected` is the variant of this machine, or null where it is not known. */
export function mixedSwitchFailure(mixed: MixedSwitch, detected: Variant | null): Failure {
  if (mixed.kind === 'switched-off') return switchedOff(mixed.typed, mixed.variant, detected);
  if (mixed.kind === 'runtime-switch') return runtimeSwitch(mixed.typed);
  return installChoice(mixed.typed, mixed.variant);
}

function switchedOff(typed: string, variant: Variant, detected: Variant | null): Failure {
  return new Failure({
    kind: 'usage',
    code: 'install-choice-with-a-value',
    found: `${typed}: --use-${variant} is an install-time choice without a value. There is nothing to switch off at run time: what is installed decides.`,
    need: `Either --use-${variant} or no such flag; another variant replaces the environment.`,
    fix: [detected === null ? 'sdn reinstall' : `sdn reinstall --use-${detected}`],
  });
}

function runtimeSwitch(typed: string): Failure {
  const device = typed === '--device-id';
  return new Failure({
    kind: 'usage',
    code: 'runtime-switch-at-install',
    found: `${typed} is a runtime switch: an installation does not depend on it.`,
    need: 'Only install-time choices here: the variant, Python, pins, index.',
    fix: device ? ['sdn launch --device-id 0', 'sdn verify --device-id 0'] : [`sdn launch -- ${typed}`],
  });
}

function installChoice(typed: string, variant: Variant | null): Failure {
  return new Failure({
    kind: 'usage',
    code: 'install-choice-at-launch',
    found: `${typed} is an install-time choice: a launch never changes the environment. What this environment needs at every start is added by itself.`,
    need: 'Only runtime switches here; arguments for SD.Next go after --.',
    fix: [variant === null ? 'sdn reinstall' : `sdn reinstall --use-${variant}`],
  });
}
