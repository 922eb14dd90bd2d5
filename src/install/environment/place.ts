import { basename, dirname, join, resolve } from 'node:path';
import { randomHex, sha256 } from '../../system/digest.ts';

/** One environment: the folder that the user named and the venv, both absolute. */
export type Place = { readonly dir: string; readonly venv: string };

const LONGEST_READABLE_NAME = 100;

/** The environment that a command line means: `<dir>/venv`, or the path of `--venv`; relative to the current folder. */
export function placeOf(
  flags: { readonly dir: string; readonly venv?: string | undefined },
  { cwd }: { readonly cwd: string },
): Place {
  const dir = resolve(cwd, flags.dir);
  return { dir, venv: flags.venv === undefined ? join(dir, 'venv') : resolve(cwd, flags.venv) };
}

/**
 * Where journal and lock of an environment live: `.sdn` beside it, so that whoever reaches the environment,
 * by whatever `--dir`, finds the same lock. For the default environment that is `<dir>/.sdn`.
 */
export function stateFolder(place: Place): string {
  return join(dirname(place.venv), '.sdn');
}

/** The file of this environment in the state folder that ends in `suffix`. */
export function stateFile(place: Place, suffix: string): string {
  return join(stateFolder(place), stateName(place) + suffix);
}

export function stateName(place: Place): string {
  const name = basename(place.venv);
  return name.length > LONGEST_READABLE_NAME ? tagOf(place) : name;
}

/** A name for one run: the environment's own tag, then chance, so that nobody can guess the staging folder. */
export function newRunId(place: Place): string {
  return tagOf(place) + randomHex(5);
}

/** True for ids that a run on this environment has made; nothing else may ever be removed. */
export function isRunId(place: Place, id: string): boolean {
  return /^[0-9a-f]{16}$/.test(id) && id.startsWith(tagOf(place));
}

/** Where a run builds. Beside the environment: the same filesystem; a dot first: git's stash leaves it alone. */
export function stagePath(place: Place, id: string): string {
  return join(dirname(place.venv), `.venv-stage-${id}`);
}

/** Where a run puts the environment that it replaces or removes. */
export function oldPath(place: Place, id: string): string {
  return join(dirname(place.venv), `.venv-old-${id}`);
}

function tagOf(place: Place): string {
  // `Venv` and `venv` are one folder on a filesystem that does not tell them apart.
  const name = basename(place.venv).normalize('NFC').toLowerCase();
  return sha256(name).slice(0, 6);
}
