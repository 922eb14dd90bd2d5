import { namesIn, textOf } from '../../hardware/tree.ts';
import type { System } from '../../system/system.ts';

/** One process of a tree with the CPU time it has used, its finished children included. */
export type ProcessSample = { readonly pid: number; readonly cpuSeconds: number };

type Stat = ProcessSample & { readonly parent: number };

/** `sysconf(_SC_CLK_TCK)`; 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

/** `pid` and its descendants from `/proc`; null where that cannot be read. */
export async function linuxTree(system: System, pid: number): Promise<readonly ProcessSample[] | null> {
  const names = (await namesIn(system, '/proc')) ?? [];
  const read = names
    .filter((name) => /^\d+$/.test(name))
    .map(async (name) => parseStat(await textOf(system, `/proc/${name}/stat`)));
  const all = (await Promise.all(read)).filter((each) => each !== null);
  const tree = descendants(all, pid);
  return tree.length === 0 ? null : tree;
}

/**
 * Seconds that the threads of `pids` stood in the run queue, ready to compute but without a core; null if unknown.
 * `schedstat` of a thread: nanoseconds on a core, nanoseconds waiting for one, time slices.
 */
export async function waitingSeconds(system: System, pids: readonly number[]): Promise<number | null> {
  const perProcess = pids.map(async (pid) => {
    const tasks = `/proc/${pid}/task`;
    const threads = (await namesIn(system, tasks)) ?? [];
    return Promise.all(threads.map((thread) => textOf(system, `${tasks}/${thread}/schedstat`)));
  });
  const waits = (await Promise.all(perProcess)).flat().flatMap((text) => {
    const match = /^\d+ (\d+) \d+/.exec(text ?? '');
    return match === null ? [] : [Number(match[1]) / 1e9];
  });
  return waits.length === 0 ? null : waits.reduce((sum, each) => sum + each, 0);
}

/** A process and all below it, from a list of all processes. */
export function descendants<Each extends { readonly pid: number; readonly parent: number }>(
  all: readonly Each[],
  root: number,
): readonly Each[] {
  const found = all.filter((each) => each.pid === root);
  for (const above of found) {
    for (const each of all) if (each.parent === above.pid && !found.includes(each)) found.push(each);
  }
  return found;
}

/** Fields of proc(5) `stat`, counted after the name, which may itself hold blanks and brackets. */
export function parseStat(text: string | null): Stat | null {
  const match = /^(\d+) \(.*\) (.*)$/s.exec(text ?? '');
  const fields = (match?.[2] ?? '').trim().split(/\s+/).map(Number);
  const [parent, used] = [fields[1], fields.slice(11, 15).reduce((sum, ticks) => sum + ticks, 0)];
  if (match === null || parent === undefined || !Number.isFinite(used) || fields.length < 15) return null;
  return { pid: Number(match[1]), parent, cpuSeconds: used / TICKS_PER_SECOND };
}
