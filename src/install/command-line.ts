import { shellWord } from '../findings/shell-word.ts';
import type { System } from '../system/system.ts';

type Typed = { readonly dir: string; readonly venv?: string | undefined };

/** A command line of sdn with the folder flags that were typed, to be pasted again in the same folder. */
export function commandLine(command: string, { dir, venv }: Typed, { platform }: System): string {
  const where = dir === '.' ? [] : ['--dir', shellWord(dir, platform)];
  const which = venv === undefined ? [] : ['--venv', shellWord(venv, platform)];
  return [command, ...where, ...which].join(' ');
}
