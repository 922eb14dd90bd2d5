import { ageOfBoot, ranBeforeBoot, stateOf } from '../../system/processes.ts';
import type { System } from '../../system/system.ts';
import type { Generation, LockRecord } from './lock-file.ts';

/** A holder on another machine is believed as long as its lock file is touched: six beats may be lost. */
const SILENT_AFTER_MS = 30_000;

/** Whether a lock still binds. `nowMs`: the present time by the clock that also dates its last sign of life. */
export async function inForce(generation: Generation, nowMs: number, system: System): Promise<boolean> {
  const { record, beatMs } = generation;
  if (record?.state === 'released') return false;
  const state = record === null ? 'elsewhere' : await stateOf(record.process, system);
  if (state !== 'elsewhere') return state === 'alive';
  const silentMs = nowMs - beatMs;
  if (record !== null && (await diedWithItsBoot(record, silentMs, system))) return false;
  return Math.abs(silentMs) < SILENT_AFTER_MS;
}

/** Another boot of this very host, and silent since before this one: not a namesake that is at work elsewhere. */
async function diedWithItsBoot({ process }: LockRecord, silentMs: number, system: System): Promise<boolean> {
  if (!(await ranBeforeBoot(process, system))) return false;
  const age = await ageOfBoot(system);
  return age !== null && silentMs > age;
}
