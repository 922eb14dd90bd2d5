import { setTimeout as pause } from 'node:timers/promises';
import { monotonicMs } from '../../system/clock.ts';
import type { System } from '../../system/system.ts';
import { type Beat, beats } from './beats.ts';
import { type CardResidency, cardResidency } from './card-residency.ts';
import { cpuSecondsOf, processTree } from './cpu-seconds.ts';
import { type DrmClient, drmClients } from './drm-clients.ts';
import { type EngineUse, gpuEngines } from './gpu-engines.ts';
import { npuBusyUs } from './npu-busy.ts';
import { type NvidiaApp, nvidiaApps } from './nvidia-apps.ts';
import { waitingSeconds } from './process-tree.ts';

/**
 * One look at a child from outside. `at`: milliseconds of a monotonic clock, at the end of the look before the loop
 * and at the start of the one after it, so that the time of looking is not the loop's.
 */
export type Glance = {
  readonly at: number;
  readonly cpuSeconds: number | null;
  /** Seconds its threads waited for a core while ready to compute. */
  readonly waitingSeconds: number | null;
  readonly drm: readonly DrmClient[] | null;
  readonly npuBusyUs: number | null;
  /** The child and its descendants. */
  readonly pids: readonly number[];
  /** Sleep of the cards, for everybody's work together. */
  readonly cards?: readonly CardResidency[] | null;
  /** Windows only. */
  readonly gpuEngines: readonly EngineUse[] | null;
};

/** What the cards told at one time, in milliseconds of a monotonic clock. */
export type Moment = Pick<Glance, 'at' | 'cards'> & Partial<Pick<Glance, 'npuBusyUs'>>;

/** The timed loop, seen from outside: a glance before it and one after. */
export type Watched = {
  readonly before: Glance;
  readonly after: Glance;
  /** The cards while the child waited, just before the loop. */
  readonly rest?: { readonly from: Moment; readonly to: Moment } | null;
  /** The device's counters in between, where there are any. */
  readonly beats?: readonly Beat[];
  /** Who holds memory on NVIDIA's cards during the loop; only where that was asked, null where nobody tells. */
  readonly nvidiaApps?: readonly NvidiaApp[] | null;
};

/** What is of interest: the process alone, a device too, or one whose maker's tool is to be asked as well. */
export type Interest = 'process' | 'device' | 'nvidia-smi';

/** openvino.md 4.2: a card falls asleep within a fraction of this. */
const REST_MS = 400;

type Seen = {
  rest?: Watched['rest'];
  before?: Glance;
  after?: Glance;
  beats?: ReturnType<typeof beats>;
  apps?: Promise<readonly NvidiaApp[] | null>;
};

/** Looks at a child when it says that its loop begins and again when it says that it is over. */
export function watcher(system: System, interest: Interest) {
  const seen: Seen = {};
  const told: { beats?: readonly Beat[]; nvidiaApps?: readonly NvidiaApp[] | null } = {};
  return {
    onReady: async (name: string, pid: number): Promise<void> => {
      if (name === 'loop') {
        if (interest !== 'process') seen.rest = await atRest(system);
        seen.before = await glance(system, pid);
        seen.beats = beats(system, seen.before, seen.before.pids);
      }
      if (name === 'loop' && interest === 'nvidia-smi') seen.apps = nvidiaApps(system).catch(() => null);
      if (name !== 'loop-done') return;
      if (seen.beats !== undefined) told.beats = seen.beats.stop();
      const { started, ...after } = await glance(system, pid);
      seen.after = { ...after, at: started };
      if (seen.apps !== undefined) told.nvidiaApps = await seen.apps;
    },
    watched: (): Watched | null => {
      const { before, after, rest } = seen;
      return before === undefined || after === undefined
        ? null
        : { before, after, ...(rest === undefined ? {} : { rest }), ...told };
    },
  };
}

/** The child waits meanwhile: whatever keeps a device awake now is not its work. Null where none counts for itself. */
async function atRest(system: System): Promise<NonNullable<Watched['rest']> | null> {
  const from = await moment(system);
  if (from.cards === null && from.npuBusyUs === null) return null;
  await pause(REST_MS);
  return { from, to: await moment(system) };
}

async function moment(system: System): Promise<Moment> {
  const [cards, npu] = await Promise.all([cardResidency(system), npuBusyUs(system)]);
  return { at: monotonicMs(), cards, npuBusyUs: npu };
}

async function glance(system: System, pid: number): Promise<Glance & { readonly started: number }> {
  const started = monotonicMs();
  const tree = await processTree(system, pid);
  const pids = tree === null || tree.length === 0 ? [pid] : tree.map((each) => each.pid);
  const seen = { pids, cpuSeconds: cpuSecondsOf(tree), ...(await countersOf(system, pids)) };
  return { ...seen, started, at: monotonicMs() };
}

const NOTHING = { waitingSeconds: null, drm: null, npuBusyUs: null, cards: null, gpuEngines: null } as const;

async function countersOf(
  system: System,
  pids: readonly number[],
): Promise<Pick<Glance, keyof typeof NOTHING>> {
  if (system.platform === 'win32') return { ...NOTHING, gpuEngines: await gpuEngines(system) };
  if (system.platform !== 'linux') return NOTHING;
  const [waiting, drm, npu, cards] = await Promise.all([
    waitingSeconds(system, pids),
    drmClients(system, pids),
    npuBusyUs(system),
    cardResidency(system),
  ]);
  return { ...NOTHING, waitingSeconds: waiting, drm, npuBusyUs: npu, cards };
}
