import { Failure } from '../../findings/failure.ts';
import type { System } from '../../system/system.ts';
import type { Place } from '../environment/place.ts';
import { patience } from '../removal/patience.ts';
import { resourceFailure } from '../stage/resources.ts';
import type { Journal } from './journal.ts';
import { settle } from './recovery.ts';

type Failed = {
  readonly place: Place;
  readonly system: System;
  readonly journal: Journal;
  /** What was thrown. */
  readonly error: unknown;
};

/** Undoes a run that has failed, and returns what to throw: its own error, or that undoing failed too. */
export async function rollBack(failed: Failed): Promise<unknown> {
  const { place, system, journal } = failed;
  try {
    const { left } = await settle({ place, system, stopped: patience(system.signal) }, journal);
    if (left.length === 0) return reasonOf(failed);
    return rollbackFailed(failed, left.map(({ path, why }) => `${path} (${why})`).join(', '));
  } catch (second) {
    return rollbackFailed(failed, second instanceof Error ? second.message : String(second));
  }
}

function reasonOf({ error, system, place }: Failed): unknown {
  if (!system.signal.aborted) return resourceFailure(error, place.venv) ?? error;
  return new Failure({
    kind: 'interrupted',
    code: 'cancelled',
    found: `Cancelled. ${place.venv} is as it was before.`,
  });
}

function rollbackFailed(failed: Failed, left: string): Failure {
  const reason = reasonOf(failed);
  return new Failure({
    kind: 'rollbackFailed',
    code: 'rollback-failed',
    found: `${reason instanceof Error ? reason.message : String(reason)} Undoing it failed: ${left}`,
    need: 'What is in the way removed; the next run then finishes the undoing.',
    fix: [failed.journal.command],
  });
}
