import { monotonicMs } from '../../system/clock.ts';
import type { System } from '../../system/system.ts';
import { type CardResidency, cardResidency } from './card-residency.ts';
import { type DrmClient, drmClients } from './drm-clients.ts';
import { npuBusyUs } from './npu-busy.ts';

/** The device's counters at one moment of the loop. `at`: milliseconds of a monotonic clock. */
export type Beat = {
  readonly at: number;
  readonly drm: readonly DrmClient[] | null;
  readonly npuBusyUs: number | null;
  readonly cards?: readonly CardResidency[] | null;
};

const INTERVAL_MS = 100;
/** A loop takes two seconds; whoever is never stopped ends by himself. */
const MOST = 100;

/** Reads the counters again and again until it is stopped; not at all where `first` shows that there are none. */
export function beats(system: System, first: Beat, pids: readonly number[]) {
  const seen: Beat[] = [];
  const state = { looks: 0 };
  const look = async (): Promise<void> => {
    state.looks += 1;
    if (state.looks >= MOST) clearInterval(timer);
    const counters = [drmClients(system, pids), npuBusyUs(system), cardResidency(system)] as const;
    const [drm, npu, cards] = await Promise.all(counters);
    seen.push({ at: monotonicMs(), drm, npuBusyUs: npu, cards });
  };
  const counted = (first.drm ?? []).length > 0 || first.npuBusyUs !== null || (first.cards ?? null) !== null;
  const timer = counted ? setInterval(() => void look().catch(() => undefined), INTERVAL_MS) : undefined;
  timer?.unref();
  return {
    stop: (): readonly Beat[] => {
      clearInterval(timer);
      return seen.slice();
    },
  };
}
