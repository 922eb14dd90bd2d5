import { lstat, readdir, realpath } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Failure } from '../../findings/failure.ts';
import type { Leftover } from '../../system/delete-tree.ts';
import { rename } from '../../system/rename.ts';
import type { System } from '../../system/system.ts';
import { newRunId, oldPath, type Place } from '../environment/place.ts';
import { acquireLock } from '../lock/lock.ts';
import { resourceFailure } from '../stage/resources.ts';
import { deleteJournal, type Journal, writeJournal } from '../transaction/journal.ts';
import { recover, settle } from '../transaction/recovery.ts';
import { refuseWhileInUse } from './in-use.ts';
import { type Measure, measure } from './measure.ts';
import { patience } from './patience.ts';
import { type Removable, removableAt } from './removable.ts';

/** What a removal would take, for the user to agree to. `identity` ties the agreement to this very folder. */
export type Preview = Removable &
  Measure & {
    readonly identity: string;
    /** What else stands beside it, and stays. */
    readonly stays: readonly string[];
  };

/** What was removed, and from where. */
export type Removed = Measure & { readonly venv: string };

export type Removal = {
  readonly place: Place;
  readonly system: System;
  /** The command line, told to others who are kept waiting, and to the next run. */
  readonly command: string;
  readonly waitMs: number;
};

/** Looks and changes nothing; null where there is no environment. Throws Failure `refused` for anything else. */
export async function previewRemoval(place: Place, system: System): Promise<Preview | null> {
  const removable = await removableAt(place, system);
  if (removable === null) return null;
  await refuseWhileInUse(removable.venv, system);
  const beside = await readdir(dirname(removable.venv));
  const stays = beside.filter((name) => name !== basename(removable.venv) && name !== '.sdn').sort();
  const identity = await identityOf(removable.venv);
  return { ...removable, ...(await measure(removable.venv)), identity, stays };
}

/** Finishes or undoes an interrupted run; one sentence about it, or null where there was none. */
export async function cleanUp(removal: Removal): Promise<string | null> {
  return underLock(removal, async () => {
    const recovered = await recover(removal);
    if (recovered !== null && recovered.left.length > 0) throw incomplete(recovered.left);
    return recovered?.what ?? null;
  });
}

/**
 * Removes the environment: moved aside first, so that its path is free at once. Returns what went, or null where
 * there is none.
 * @param agreed what the user saw and agreed to, or null where nothing was shown
 * @throws Failure `refused` if something else stands there by now, `rollbackFailed` naming what could not be
 *   removed, `interrupted` when asked to stop: before the move nothing has changed, after it the next run goes on
 */
export async function removeEnvironment(removal: Removal, agreed: Preview | null): Promise<Removed | null> {
  const { place, system } = removal;
  if (agreed === null && (await removableAt(place, system)) === null) return null;
  return underLock(removal, async () => {
    await recover(removal);
    const removable = await removableAt(place, system);
    if (removable === null && agreed === null) return null;
    if (removable === null || !(await isSame(removable, agreed))) throw changed(agreed?.venv ?? place.venv);
    await refuseWhileInUse(removable.venv, system);
    return moveAsideAndRemove(removal, { ...place, venv: removable.venv });
  });
}

async function isSame({ venv }: Removable, agreed: Preview | null): Promise<boolean> {
  return agreed === null || (await identityOf(venv)) === agreed.identity;
}

async function underLock<Result>(removal: Removal, work: () => Promise<Result>): Promise<Result> {
  const lock = await acquireLock(removal).catch((error) => {
    throw resourceFailure(error, removal.place.venv) ?? error;
  });
  try {
    return await work();
  } finally {
    await lock.release();
  }
}

async function moveAsideAndRemove({ system, command }: Removal, place: Place): Promise<Removed> {
  const id = newRunId(place);
  const at = system.now().toISOString();
  const journal: Journal = { schema: 'sdn.journal/1', id, phase: 'removing', had: true, command, at };
  if (system.signal.aborted) throw cancelled(`Cancelled. ${place.venv} is as it was before.`);
  await writeJournal(place, journal);
  await moveAside(place, id, system);
  const { left, finished, removed } = await settle(
    { place, system, stopped: patience(system.signal) },
    journal,
  );
  if (left.length > 0) throw incomplete(left);
  if (!finished)
    throw cancelled(
      `Cancelled. ${place.venv} is gone; the next run removes the rest of ${oldPath(place, id)}.`,
    );
  return { venv: place.venv, ...removed };
}

async function moveAside(place: Place, id: string, system: System): Promise<void> {
  try {
    await rename(place.venv, oldPath(place, id), system.platform);
  } catch (error) {
    await deleteJournal(place);
    throw resourceFailure(error, place.venv) ?? error;
  }
}

async function identityOf(path: string): Promise<string> {
  const real = await realpath(dirname(path));
  const { dev, ino } = await lstat(join(real, basename(path)), { bigint: true });
  return `${dev}:${ino}`;
}

function changed(venv: string): Failure {
  return new Failure({
    kind: 'refused',
    code: 'changed-meanwhile',
    found: `${venv} is not the environment that was shown any more.`,
    fix: ['sdn clean-venv'],
  });
}

function cancelled(found: string): Failure {
  return new Failure({ kind: 'interrupted', code: 'cancelled', found });
}

function incomplete(left: readonly Leftover[]): Failure {
  const shown = left.slice(0, 5).map(({ path, why }) => `${path} (${why})`);
  const more = left.length > 5 ? ` and ${left.length - 5} more` : '';
  return new Failure({
    kind: 'rollbackFailed',
    code: 'removal-incomplete',
    found: `These could not be removed: ${shown.join(', ')}${more}.`,
    need: 'What holds them out of the way; the next run then removes the rest.',
    fix: ['sdn clean-venv'],
  });
}
