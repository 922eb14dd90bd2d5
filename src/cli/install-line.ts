import { shellWord } from '../findings/shell-word.ts';
import { commandLine } from '../install/command-line.ts';
import { withoutLogins } from '../packages/sources/without-logins.ts';
import type { System } from '../system/system.ts';
import { installFlags } from './install-flags.ts';

type Typed = { readonly dir: string; readonly venv?: string | undefined } & Readonly<Record<string, unknown>>;

/** All that decides what is installed; waiting for somebody is of one moment only. */
const KEPT = ['index', 'torch-spec', ...Object.keys(installFlags)].filter((name) => name !== 'wait');

/** The command line as it can be pasted again: what decides the environment, and no login of any address. */
export function installLine(words: readonly string[], typed: Typed, system: System): string {
  const kept = KEPT.flatMap((name) => flagged(name, typed[name], system));
  return [commandLine(['sdn', ...words].join(' '), typed, system), ...kept].join(' ');
}

function flagged(name: string, value: unknown, { platform }: System): readonly string[] {
  if (value === true) return [`--${name}`];
  const values = Array.isArray(value) ? value : [value];
  return values
    .filter((each): each is string => typeof each === 'string' && !(name === 'installer' && each === 'uv'))
    .flatMap((each) => [`--${name}`, shellWord(withoutLogins(each), platform)]);
}
