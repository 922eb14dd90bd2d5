import { type Finding, finding, remedy } from '../../findings/finding.ts';
import type { System } from '../../system/system.ts';
import type { Place } from '../environment/place.ts';
import { cleanUp, type Removal } from '../removal/remove.ts';
import { hasTraces, interruptedRun } from './interrupted-run.ts';

const ABOUT = { id: 'packages.interrupted-run', group: 'packages' } as const;

/**
 * Finishes or undoes an interrupted run before anything is decided on what stands at the path; says so in one finding.
 * Throws what `cleanUp` throws.
 */
export async function recoverFirst(removal: Removal): Promise<readonly Finding[]> {
  if (!(await hasTraces(removal.place, removal.system))) return [];
  const what = await cleanUp(removal);
  if (what === null) return [];
  return [finding({ ...ABOUT, status: 'info', title: 'An interrupted run was cleaned up', found: what })];
}

/** For commands that change nothing: an interrupted run as a warning, with the command that ends it. */
export async function interruptedFindings(place: Place, system: System): Promise<readonly Finding[]> {
  const run = await interruptedRun(place, system);
  if (run === null) return [];
  const title = 'An interrupted run waits to be ended';
  const way = remedy('Run it again; it finishes or undoes what is there first.', run.command);
  return [finding({ ...ABOUT, status: 'warn', title, found: run.what, remedy: way })];
}
