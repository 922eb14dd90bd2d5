import { rm, utimes } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { Failure } from '../../findings/failure.ts';
import { monotonicMs } from '../../system/clock.ts';
import { flushed, makeFolder } from '../../system/files.ts';
import { ownProcess } from '../../system/processes.ts';
import type { System } from '../../system/system.ts';
import { type Place, stateFolder } from '../environment/place.ts';
import {
  addGeneration,
  type Generation,
  highestGeneration,
  type LockRecord,
  pathOf,
  rewrite,
  sweepBelow,
  writeClaim,
} from './lock-file.ts';
import { inForce } from './lock-in-force.ts';

/** A held environment. `assertHeld` throws where another sdn has taken over, `release` never throws. */
export type Lock = {
  readonly assertHeld: () => Promise<void>;
  readonly release: () => Promise<void>;
};

type Wish = {
  readonly place: Place;
  readonly system: System;
  /** The command line that works under this lock, without secrets; others are told. */
  readonly command: string;
  /** How long to wait for another sdn. 0: one look. */
  readonly waitMs: number;
};

const BEAT_MS = 5_000;
/** Several that start at the same moment trip over each other for moments only. */
const SCRAMBLE_MS = 5_000;

/**
 * Takes the lock of an environment, waiting up to `waitMs`.
 * @throws Failure `locked` that names the holder; `interrupted` when asked to stop while waiting.
 */
export async function acquireLock(wish: Wish): Promise<Lock> {
  const record = await ownRecord(wish);
  const started = monotonicMs();
  for (;;) {
    const outcome = await attempt(wish, record);
    if (typeof outcome === 'number') return holding(wish, record, outcome);
    const waited = monotonicMs() - started;
    const patience = outcome === 'overtaken' ? Math.max(wish.waitMs, SCRAMBLE_MS) : wish.waitMs;
    if (waited >= patience) throw locked(wish, outcome === 'overtaken' ? null : outcome);
    await between(Math.min(patience - waited, 20 + Math.random() * 180), wish.system.signal);
  }
}

/** Who works on this environment right now, or null. Takes no lock and changes nothing. */
export async function lockHolder(place: Place, system: System): Promise<LockRecord | null> {
  const highest = await highestGeneration(place);
  if (highest?.record == null) return null;
  return (await inForce(highest, Date.now(), system)) ? highest.record : null;
}

async function ownRecord({ system, command }: Wish): Promise<LockRecord> {
  const process = await ownProcess(system);
  return { schema: 'sdn.holder/1', state: 'held', command, since: system.now().toISOString(), process };
}

/** The number of the generation that is ours now; or the one in the way; or `overtaken`, to be tried again. */
async function attempt(wish: Wish, record: LockRecord): Promise<number | Generation | 'overtaken'> {
  const { place, system } = wish;
  await makeFolder(stateFolder(place));
  const claim = await writeClaim(place, record);
  try {
    const highest = await highestGeneration(place);
    if (highest !== null && (await inForce(highest, claim.nowMs, system))) return highest;
    return await follow(place, (highest?.number ?? 0) + 1, claim.path);
  } finally {
    await rm(claim.path, { force: true });
  }
}

async function follow(place: Place, number: number, claim: string): Promise<number | 'overtaken'> {
  // After a power cut an unflushed lock is empty, and would be respected for a while.
  await flushed(claim);
  if (!(await addGeneration(place, number, claim))) return 'overtaken';
  // Whoever was slow between looking and adding may have added a generation that is history by now.
  if ((await highestGeneration(place))?.number !== number) {
    await rm(pathOf(place, number), { force: true });
    return 'overtaken';
  }
  await sweepBelow(place, number);
  return number;
}

function holding(wish: Wish, record: LockRecord, number: number): Lock {
  const path = pathOf(wish.place, number);
  const beat = setInterval(() => void beatOnce(path, record), BEAT_MS);
  beat.unref();
  return {
    assertHeld: () => assertHighest(wish.place, number),
    release: async () => {
      clearInterval(beat);
      await markReleased(wish.place, record, number).catch(() => undefined);
    },
  };
}

async function beatOnce(path: string, record: LockRecord): Promise<void> {
  const now = new Date();
  await rewrite(path, record).catch(() => utimes(path, now, now).catch(() => undefined));
}

async function assertHighest(place: Place, number: number): Promise<void> {
  const highest = await highestGeneration(place);
  if (highest?.number === number) return;
  throw new Failure({
    kind: 'locked',
    code: 'lock-lost',
    found: `Another sdn took over ${place.venv} while this one was not answering.`,
  });
}

async function markReleased(place: Place, record: LockRecord, number: number): Promise<void> {
  if ((await highestGeneration(place))?.number !== number) return;
  await rewrite(pathOf(place, number), { ...record, state: 'released' });
}

async function between(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await pause(ms, undefined, { signal });
  } catch {
    throw new Failure({ kind: 'interrupted', code: 'cancelled', found: 'Cancelled while waiting.' });
  }
}

function locked(wish: Wish, blocker: Generation | null): Failure {
  return new Failure({
    kind: 'locked',
    code: 'locked',
    found: `Another sdn works on ${wish.place.venv}: ${holderText(blocker)}.`,
    need: 'One sdn at a time on one environment.',
    fix: [`${wish.command} --wait 600`],
  });
}

function holderText(blocker: Generation | null): string {
  if (blocker === null) return 'several started at this moment';
  if (blocker.record === null) return `${blocker.path} was written moments ago and cannot be read`;
  const { command, since, process } = blocker.record;
  return `"${command}", process ${process.pid} on ${process.host}, since ${since}`;
}
