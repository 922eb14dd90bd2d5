import type { System } from '../../system/system.ts';
import { cpuSeconds } from './cpu-seconds.ts';
import { type DrmClient, drmClients } from './drm-clients.ts';
import { npuBusyUs } from './npu-busy.ts';
import { linuxTree, waitingSeconds } from './process-tree.ts';

/** One look at a child from outside. `at`: milliseconds of a monotonic clock. */
export type Glance = {
  readonly at: number;
  readonly cpuSeconds: number | null;
  /** Seconds its threads waited for a core while ready to compute. */
  readonly waitingSeconds: number | null;
  readonly drm: readonly DrmClient[] | null;
  readonly npuBusyUs: number | null;
};

/** The timed loop, seen from outside: a glance before it and one after. */
export type Watched = { readonly before: Glance; readonly after: Glance };

/** Looks at a child when it says that its loop begins and again when it says that it is over. */
export function watcher(system: System) {
  const seen: { before?: Glance; after?: Glance } = {};
  return {
    onReady: async (name: string, pid: number): Promise<void> => {
      if (name === 'loop') seen.before = await glance(system, pid);
      if (name === 'loop-done') seen.after = await glance(system, pid);
    },
    watched: (): Watched | null => {
      const { before, after } = seen;
      return before === undefined || after === undefined ? null : { before, after };
    },
  };
}

async function glance(system: System, pid: number): Promise<Glance> {
  const at = performance.now();
  const onLinux = system.platform === 'linux';
  const tree = onLinux ? await linuxTree(system, pid) : null;
  const pids = tree?.map((each) => each.pid) ?? [pid];
  const [used, waiting, drm, npu] = await Promise.all([
    cpuSeconds(system, pid),
    onLinux ? waitingSeconds(system, pids) : null,
    onLinux ? drmClients(system, pids) : null,
    onLinux ? npuBusyUs(system) : null,
  ]);
  return { at, cpuSeconds: used, waitingSeconds: waiting, drm, npuBusyUs: npu };
}
