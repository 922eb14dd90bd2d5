import { readMemory } from '../../hardware/system/memory.ts';
import type { System } from '../../system/system.ts';
import { treeMemory } from './tree-memory.ts';
import { watchWindowsMemory } from './windows-memory.ts';

/** A child that held `bytes`, more than the `limit` it was allowed. */
export type Overgrown = { readonly bytes: number; readonly limit: number };

/** Of what can be had; the rest is for the system, which would else kill whom it likes. */
const SHARE = 0.8;
const INTERVAL_MS = 500;

/** Bytes that a child of a proof may hold: a share of what the machine has to spare, or of the container's limit. */
export async function spareMemory(system: System): Promise<number | null> {
  const { availableBytes, limitBytes, totalBytes } = await readMemory(system);
  // macOS keeps next to nothing free: what files and sleeping programs hold is given back when it is needed.
  if (system.platform === 'darwin') return typeof totalBytes === 'number' ? Math.floor(totalBytes / 2) : null;
  const known = [availableBytes, limitBytes].filter((each) => typeof each === 'number');
  return known.length === 0 ? null : Math.floor(Math.min(...known) * SHARE);
}

/** Looks at a child again and again; `signal` aborts when it has outgrown its limit. `limit` null: nobody looks. */
export function memoryGuard(system: System, limit: number | null) {
  const controller = new AbortController();
  const state: { timer?: NodeJS.Timeout; overgrown: Overgrown | null } = { overgrown: null };
  const ended = new AbortController();
  const weigh = (bytes: number | null): void => {
    if (limit === null || bytes === null || bytes <= limit || ended.signal.aborted) return;
    state.overgrown ??= { bytes, limit };
    controller.abort();
  };
  const look = (pid: number) => treeMemory(system, pid).then(weigh, () => undefined);
  return {
    signal: controller.signal,
    start: (pid: number): void => {
      if (limit === null) return;
      if (system.platform !== 'win32') state.timer = setInterval(() => void look(pid), INTERVAL_MS);
      else void watchWindowsMemory(system, { pid, onBytes: weigh, signal: ended.signal });
    },
    stop: (): Overgrown | null => {
      clearInterval(state.timer);
      ended.abort();
      return state.overgrown;
    },
  };
}
