import type { System } from '../../system/system.ts';
import { withoutOpenFiles } from '../../system/umask.ts';
import type { Manifest } from '../environment/manifest.ts';
import { newRunId, oldPath, type Place, stagePath } from '../environment/place.ts';
import { refuseUnlessReplaceable } from '../environment/replaceable.ts';
import { acquireLock, type Lock } from '../lock/lock.ts';
import type { Emit } from '../plan.ts';
import { refuseWhileInUse } from '../removal/in-use.ts';
import { patience } from '../removal/patience.ts';
import { fillStage } from '../stage/fill-stage.ts';
import { refuseLongPath } from '../stage/path-length.ts';
import { resourceFailure } from '../stage/resources.ts';
import { type Journal, writeJournal } from './journal.ts';
import { publishLockDocument } from './lock-document.ts';
import { recover, type Scene, settle } from './recovery.ts';
import { rollBack } from './rollback.ts';
import { type SwapMethod, swap } from './swap.ts';

/** How to make an environment. `build`, `prove` and `check` pass `system.signal` on to what they start. */
export type Replacement = {
  readonly place: Place;
  readonly system: System;
  readonly emit: Emit;
  /** The command line, without secrets: told to whoever is kept waiting, and to the next run. */
  readonly command: string;
  /** How long to wait for another sdn, in milliseconds. */
  readonly waitMs: number;
  /** The text of `sdn.lock`: goes into the environment, and beside it once that is in place. */
  readonly lockDocument?: string;
  /**
   * Asked once more under the lock, after recovery: `keep` where what stands there now is what was wanted, made by
   * another run meanwhile. Throws a Failure if it must not be replaced.
   */
  readonly guard?: () => Promise<'replace' | 'keep'>;
  /** Fills the empty folder at `stage` with an environment that can be moved, and says what it is. */
  readonly build: (stage: string) => Promise<Manifest>;
  /** Throws a Failure if the environment at `stage` is not good. May return the manifest with the proof in it. */
  readonly prove: (stage: string, manifest: Manifest) => Promise<Manifest | undefined>;
  /** A brief look at the environment in its final place; throws a Failure if it does not work there. */
  readonly check: (venv: string) => Promise<void>;
};

export type Replaced = {
  readonly manifest: Manifest;
  /** One sentence about an interrupted run that was finished or undone before, or null. */
  readonly recovered: string | null;
  readonly method: SwapMethod;
  /** What is left of the previous environment; the next run removes it. */
  readonly left: readonly string[];
};

/**
 * Builds an environment beside the one that is there, proves it, and only then puts it in place.
 * At every instant the path holds the previous environment, whole, or the new one, whole; whatever is thrown,
 * killed or cancelled before the last check is undone, by this run or the next.
 * @returns null where `guard` says `keep`
 * @throws Failure `locked`, `refused` while a program runs from the environment, `interrupted` when asked to
 *   stop, `rollbackFailed` when something could not be undone, and whatever `build`, `prove` and `check` throw
 */
export async function replaceEnvironment(replacement: Replacement): Promise<Replaced | null> {
  await refuseLongPath(replacement.place, replacement.system);
  return withoutOpenFiles(() => underLock(replacement));
}

async function underLock(replacement: Replacement): Promise<Replaced | null> {
  const lock = await acquireLock(replacement).catch((error) => {
    throw resourceFailure(error, replacement.place.venv) ?? error;
  });
  try {
    const recovered = await recover(replacement);
    if (recovered !== null) step(replacement, 'recover', 'Recover', recovered.what);
    const replaced = await replaceLocked(replacement, lock);
    return replaced === null ? null : { ...replaced, recovered: recovered?.what ?? null };
  } finally {
    await lock.release();
  }
}

async function replaceLocked(
  replacement: Replacement,
  lock: Lock,
): Promise<Omit<Replaced, 'recovered'> | null> {
  const { place, system } = replacement;
  const had = await refuseUnlessReplaceable(place.venv);
  if ((await replacement.guard?.()) === 'keep') return null;
  await refuseWhileInUse(place.venv, system);
  const run = newRun(replacement, had);
  try {
    const manifest = await staged(replacement, run);
    await lock.assertHeld();
    const method = await putInPlace(replacement, run);
    return { manifest, method, left: await committed(replacement, run) };
  } catch (error) {
    throw await rollBack({ place, system, journal: run.journal, error });
  }
}

/** One run and what its journal says at the moment. */
type Run = { journal: Journal };

function newRun({ place, system, command }: Replacement, had: boolean): Run {
  const at = system.now().toISOString();
  return { journal: { schema: 'sdn.journal/1', id: newRunId(place), phase: 'building', had, command, at } };
}

async function enter(place: Place, run: Run, phase: Journal['phase']): Promise<void> {
  const journal = { ...run.journal, phase };
  await writeJournal(place, journal);
  run.journal = journal;
}

async function staged(replacement: Replacement, run: Run): Promise<Manifest> {
  await enter(replacement.place, run, 'building');
  return fillStage(replacement, run.journal.id);
}

async function putInPlace(replacement: Replacement, run: Run): Promise<SwapMethod> {
  const { place, system, check } = replacement;
  const { id } = run.journal;
  await refuseWhileInUse(place.venv, system);
  await enter(place, run, 'swapping');
  const places = { incoming: stagePath(place, id), venv: place.venv, outgoing: oldPath(place, id) };
  const method = await swap(places, system);
  step(replacement, 'swap', 'Put in place', place.venv);
  await check(place.venv);
  system.signal.throwIfAborted();
  return method;
}

/** From here on the new environment stays. A cancelled removal of the old one is the next run's work. */
async function committed(replacement: Replacement, run: Run): Promise<readonly string[]> {
  const { place, system } = replacement;
  await enter(place, run, 'committed');
  const left = await leftovers({ place, system, stopped: patience(system.signal) }, run.journal);
  if (run.journal.had) step(replacement, 'remove-old', 'Remove the previous one', left.join(', ') || 'done');
  return left;
}

async function leftovers(scene: Scene, journal: Journal): Promise<readonly string[]> {
  try {
    await publishLockDocument(scene.place);
    const { left, finished } = await settle(scene, journal);
    const old = oldPath(scene.place, journal.id);
    return finished ? left.map(({ path, why }) => `${path} (${why})`) : [`${old} (the next run removes it)`];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

function step({ emit }: Replacement, id: string, title: string, detail: string): void {
  emit({ t: 'step', id, title, state: 'done', detail });
}
