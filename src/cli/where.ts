import { shellWord } from '../findings/shell-word.ts';

/** `--dir` and `--venv` as they have to be repeated in a command on this machine: with a leading blank, or empty. */
export function whereOf(
  { dir, venv }: { readonly dir: string; readonly venv?: string | undefined },
  platform: NodeJS.Platform,
): string {
  const option = (name: string, path: string) => ` --${name} ${shellWord(path, platform)}`;
  return `${dir === '.' ? '' : option('dir', dir)}${venv === undefined ? '' : option('venv', venv)}`;
}
