import { lstat } from 'node:fs/promises';
import { type Deletion, deleteTree, type Leftover } from '../../system/delete-tree.ts';
import { endProcessesNaming } from '../../system/orphans.ts';
import { rename } from '../../system/rename.ts';
import type { System } from '../../system/system.ts';
import { examineEnvironment } from '../environment/environment.ts';
import { isRunId, oldPath, type Place, stagePath } from '../environment/place.ts';
import type { Measure } from '../removal/measure.ts';
import { checkWholeness } from '../wholeness/wholeness.ts';
import { deleteJournal, type Journal, readJournal } from './journal.ts';
import { publishAfterRecovery } from './lock-document.ts';
import { strayIds } from './stray.ts';
import { swap } from './swap.ts';
import { transactionOf } from './transaction-mark.ts';

/** What an earlier run left and what became of it; `left` names what could not be removed. */
export type Recovery = {
  readonly what: string;
  readonly left: readonly Leftover[];
  /** False where time ran out; the journal then still says what the next run has to do. */
  readonly finished: boolean;
};

/** Where to work; `stopped` ends a removal early, to be gone on with by the next run. */
export type Scene = { readonly place: Place; readonly system: System; readonly stopped?: () => boolean };

/**
 * Finishes or undoes what an interrupted run left. Only under the lock of the environment.
 * Up to `committed` the previous environment comes back; from there on the new one stays.
 * @returns null where nothing was left
 * @throws Failure `journal-of-newer-sdn`
 */
export async function recover(scene: Scene): Promise<Recovery | null> {
  const journal = await readJournal(scene.place);
  if (journal === null || journal === 'unreadable' || !isRunId(scene.place, journal.id))
    return recoverBlindly(scene, journal !== null);
  await endChildren(scene, [journal.id]);
  const done = await settle(scene, journal);
  return { ...done, what: SENTENCES[journal.phase](journal) };
}

/** A run that was killed may have left children that go on: uv filling the stage, or the exchange itself. */
async function endChildren({ place, system }: Scene, ids: readonly string[]): Promise<void> {
  await endProcessesNaming(
    ids.flatMap((id) => [stagePath(place, id), oldPath(place, id)]),
    system,
  );
}

const SENTENCES: Readonly<Record<Journal['phase'], (journal: Journal) => string>> = {
  building: ({ command, at }) => `Undid "${command}", interrupted at ${at}: nothing had been replaced yet.`,
  swapping: ({ command, at }) =>
    `Undid "${command}", interrupted at ${at}: the previous environment is in place.`,
  committed: ({ command, at }) =>
    `Finished "${command}", interrupted at ${at}: the new environment is in place.`,
  removing: ({ command, at }) => `Finished "${command}", interrupted at ${at}.`,
};

type Settled = Pick<Recovery, 'left' | 'finished'> & { readonly removed: Measure };

/** Brings the disk to what the journal's phase demands, and ends the journal once nothing is left. */
export async function settle(scene: Scene, journal: Journal): Promise<Settled> {
  if (journal.phase === 'swapping') await bringBack(scene, journal);
  const settled = await disposeOf(scene, [journal.id]);
  if (journal.phase === 'committed') await publishAfterRecovery(scene.place);
  if (settled.finished && settled.left.length === 0) await deleteJournal(scene.place);
  return settled;
}

/** Removes the stage and the old environment of each run. */
async function disposeOf({ place, stopped }: Scene, ids: readonly string[]): Promise<Settled> {
  const deletions: Deletion[] = [];
  for (const id of ids) {
    deletions.push(await deleteTree(stagePath(place, id), stopped));
    deletions.push(await deleteTree(oldPath(place, id), stopped));
  }
  return {
    removed: sumOf(deletions),
    left: deletions.flatMap(({ left }) => left),
    finished: deletions.every(({ finished }) => finished),
  };
}

function sumOf(parts: readonly Measure[]): Measure {
  return parts.reduce((sum, { files, bytes }) => ({ files: sum.files + files, bytes: sum.bytes + bytes }), {
    files: 0,
    bytes: 0,
  });
}

/** Makes the previous environment, or nothing where there was none, stand at the environment's path again. */
async function bringBack({ place, system }: Scene, { id, had }: Journal): Promise<void> {
  const { venv } = place;
  const [stage, old] = [stagePath(place, id), oldPath(place, id)];
  await disarm([stage, old], system);
  const isNew = async (path: string) => (await transactionOf(path)) === id;
  const aside = await existing([old, stage]);
  const previous = had ? await firstWhere(aside, async (path) => !(await isNew(path))) : null;
  if (await isNew(venv)) {
    if (previous !== null)
      await swap({ incoming: previous, venv, outgoing: previous === old ? stage : old }, system);
    // Where the previous one is lost, the new one, proven in its stage, is the only one there is.
    else if (!had) await rename(venv, stage, system.platform);
  } else if (had && (await existing([venv])).length === 0) {
    const rescue = previous ?? (await firstWhere(aside, isNew));
    if (rescue !== null) await rename(rescue, venv, system.platform);
  }
}

/**
 * An exchange that is under way somewhere out of reach (another user's child, another machine's) knows one of
 * these names. Whatever bears it gets the other: the exchange then finds nothing, or has happened and is seen.
 */
async function disarm(names: readonly [string, string], { platform }: System): Promise<void> {
  const [only, ...more] = await existing(names);
  if (only === undefined || more.length > 0) return;
  await rename(only, only === names[0] ? names[1] : names[0], platform);
}

/**
 * No journal to go by: it was lost or damaged. What stands at the environment's path stays. Where nothing
 * stands there, a whole environment that was put aside comes back; all else that runs made goes.
 */
async function recoverBlindly(scene: Scene, hadJournal: boolean): Promise<Recovery | null> {
  const { place, system } = scene;
  const ids = await strayIds(place);
  if (ids.length === 0 && !hadJournal) return null;
  await endChildren(scene, ids);
  const rescue = await rescueFor(place, ids);
  if (rescue !== null) await rename(rescue, place.venv, system.platform);
  const settled = await disposeOf(scene, ids);
  if (settled.finished && settled.left.length === 0) await deleteJournal(place);
  const what =
    rescue === null
      ? `Removed what an interrupted run left beside ${place.venv}.`
      : `Put the environment back that an interrupted run had moved aside from ${place.venv}.`;
  return { ...settled, what };
}

async function rescueFor(place: Place, ids: readonly string[]): Promise<string | null> {
  if ((await existing([place.venv])).length > 0) return null;
  return firstWhere(
    ids.map((id) => oldPath(place, id)),
    isSound,
  );
}

async function isSound(path: string): Promise<boolean> {
  const { kind } = await examineEnvironment(path);
  return ['ours', 'foreign'].includes(kind) && (await checkWholeness(path)).whole;
}

async function existing(paths: readonly string[]): Promise<readonly string[]> {
  const seen = await Promise.all(paths.map((path) => lstat(path).catch(() => null)));
  return paths.filter((_, index) => seen[index] !== null);
}

async function firstWhere(
  paths: readonly string[],
  holds: (path: string) => Promise<boolean>,
): Promise<string | null> {
  for (const path of paths) if (await holds(path)) return path;
  return null;
}
