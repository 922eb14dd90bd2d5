import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isRunId, type Place, stateFolder, stateName } from '../environment/place.ts';

/** The name of the lock document that stands in `--dir`, and of its copy in the environment. */
export const LOCK_DOCUMENT = 'sdn.lock';

/** The ids of runs on this environment whose folders stand beside it. */
export async function strayIds(place: Place): Promise<readonly string[]> {
  const names = await readdir(dirname(place.venv)).catch(() => []);
  const ids = names
    .map((name) => /^\.venv-(?:stage|old)-([0-9a-f]{16})$/.exec(name)?.[1] ?? '')
    .filter((id) => isRunId(place, id) && basename(place.venv) !== `.venv-stage-${id}`);
  return [...new Set(ids)].sort();
}

/** Temporary files that killed runs on this environment left, absolute. Under its lock nobody else can be writing them. */
export async function strayFiles(place: Place): Promise<readonly string[]> {
  const name = stateName(place);
  const inState = await matching(stateFolder(place), [`.${name}.lock.`, `.${name}.journal.json.${name}.`]);
  return [...inState, ...(await matching(place.dir, [`.${LOCK_DOCUMENT}.${name}.`]))];
}

async function matching(folder: string, prefixes: readonly string[]): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => []);
  const isTemporary = (name: string) =>
    prefixes.some(
      (prefix) => name.startsWith(prefix) && /^[0-9a-f]{12}\.tmp$/.test(name.slice(prefix.length)),
    );
  return names.filter(isTemporary).map((name) => join(folder, name));
}
