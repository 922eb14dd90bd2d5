import { realpath } from 'node:fs/promises';
import { basename, dirname, join, sep } from 'node:path';
import { Failure } from '../../findings/failure.ts';
import { shellWord } from '../../findings/shell-word.ts';
import { mountPoints } from '../../system/mounts.ts';
import { ownPaths } from '../../system/own-paths.ts';
import type { System } from '../../system/system.ts';
import { type Environment, examineEnvironment } from '../environment/environment.ts';
import type { Place } from '../environment/place.ts';

/** An environment that may be removed: its true path, without a link anywhere in it, and what it is. */
export type Removable = {
  readonly venv: string;
  readonly environment: Extract<Environment, { kind: 'ours' | 'foreign' | 'damaged' }>;
};

/**
 * Decides whether what stands at `place.venv` may be removed; null where nothing stands there.
 * @throws Failure `refused` for all that is no environment inside `place.dir`, or that holds more than one
 */
export async function removableAt(place: Place, system: System): Promise<Removable | null> {
  const parent = await realpath(dirname(place.venv)).catch(() => null);
  if (parent === null) return null;
  const venv = join(parent, basename(place.venv));
  const environment = await examineEnvironment(venv);
  if (environment.kind === 'nothing') return null;
  await refuseAroundOthers(venv, place, system);
  await refuseOutside(venv, place, system);
  refuseMountsIn(venv);
  if (environment.kind === 'link') throw refuseLink(venv, await realpath(venv).catch(() => null), system);
  if (environment.kind === 'file') throw refused('not-an-environment', `${venv} is a file.`);
  if (environment.kind === 'lookalike')
    throw refused('not-an-environment', `${venv} is not an environment: ${environment.why}.`);
  return { venv, environment };
}

async function refuseOutside(venv: string, { dir }: Place, { platform }: System): Promise<void> {
  const real = await realpath(dir).catch(() => dir);
  if (isWithin(venv, real) && venv !== real) return;
  const where = dirname(venv);
  throw new Failure({
    kind: 'refused',
    code: 'outside-dir',
    found: `${venv} is not inside ${real}.`,
    need: 'An environment inside the folder that --dir names.',
    fix: [`sdn clean-venv --dir ${shellWord(where, platform)} --venv ${shellWord(venv, platform)}`],
  });
}

/** A venv made in the checkout itself, in a home folder or around the Node that runs this, takes too much along. */
async function refuseAroundOthers(venv: string, { dir }: Place, system: System): Promise<void> {
  const others = { ...ownPaths(system), 'the folder that --dir names': dir };
  for (const [what, path] of Object.entries(others)) {
    const real = await realpath(path).catch(() => path);
    if (isWithin(real, venv)) throw refused('holds-more', `${venv} holds ${what}: ${real}.`);
  }
}

/** @throws Failure `refused` where something is mounted at `venv` or in it: it cannot be moved, nor removed */
export function refuseMountsIn(venv: string): void {
  const inside = [...mountPoints()].find((path) => isWithin(path, venv));
  if (inside === undefined) return;
  throw refused('mount-point', `Another filesystem is mounted at ${inside}.`, `umount ${shellWord(inside)}`);
}

function refuseLink(venv: string, target: string | null, { platform }: System): Failure {
  const found = `${venv} is a link${target === null ? ' to nothing' : ` to ${target}`}.`;
  const remove = platform === 'win32' ? `rmdir ${shellWord(venv, platform)}` : `rm ${shellWord(venv)}`;
  return refused('link', found, remove);
}

function refused(code: string, found: string, fix?: string): Failure {
  return new Failure({
    kind: 'refused',
    code,
    found,
    need: 'A folder that is an environment and nothing else.',
    ...(fix === undefined ? {} : { fix: [fix] }),
  });
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}
