import { commandLine } from '../install/command-line.ts';
import { shellWord } from '../install/shell-word.ts';
import { withoutLogins } from '../packages/sources/without-logins.ts';
import type { System } from '../system/system.ts';

type Typed = {
  readonly dir: string;
  readonly venv?: string | undefined;
  readonly python?: string | undefined;
  readonly 'index-url'?: string | undefined;
  readonly 'from-bundle'?: string | undefined;
  readonly 'with-node-runtime'?: boolean | undefined;
};

const KEPT = ['python', 'index-url', 'from-bundle'] as const;

/** The command line as it can be pasted again: what decides the environment, and no login of any address. */
export function installLine(words: readonly string[], typed: Typed, system: System): string {
  const kept = KEPT.flatMap((name) => {
    const value = typed[name];
    return value === undefined ? [] : [`--${name}`, shellWord(withoutLogins(value), system.platform)];
  });
  const runtime = typed['with-node-runtime'] ? ['--with-node-runtime'] : [];
  return [commandLine(['sdn', ...words].join(' '), typed, system), ...kept, ...runtime].join(' ');
}
