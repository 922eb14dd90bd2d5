import { readdir } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { isRunId, type Place } from './place.ts';

/** The ids of runs on this environment whose folders stand beside it. */
export async function strayIds(place: Place): Promise<readonly string[]> {
  const names = await readdir(dirname(place.venv)).catch(() => []);
  const ids = names
    .map((name) => /^\.venv-(?:stage|old)-([0-9a-f]{16})$/.exec(name)?.[1] ?? '')
    .filter((id) => isRunId(place, id) && basename(place.venv) !== `.venv-stage-${id}`);
  return [...new Set(ids)].sort();
}
