import { dirname, join } from 'node:path';
import { readIfThere, writeAtomically } from '../../system/files.ts';
import { type Place, stateName } from '../environment/place.ts';
import { LOCK_DOCUMENT } from './stray.ts';

/** Puts the lock document into an environment that is being built, so that the two are swapped as one. */
export async function stageLockDocument(stage: string, text: string): Promise<void> {
  await writeAtomically(join(stage, LOCK_DOCUMENT), text);
}

/** Copies the lock document of the environment in place to `--dir`, where people and `--locked` look for it. */
export async function publishLockDocument(place: Place): Promise<void> {
  const text = await readIfThere(join(place.venv, LOCK_DOCUMENT)).catch(() => null);
  const target = join(place.dir, LOCK_DOCUMENT);
  if (text === null || text === (await readIfThere(target).catch(() => null))) return;
  await writeAtomically(target, text, stateName(place));
}

/** A recovery may have been started with another `--dir`; only the folder around the environment is certain. */
export async function publishAfterRecovery(place: Place): Promise<void> {
  if (dirname(place.venv) === place.dir) await publishLockDocument(place);
}
