import { textOf } from '../../hardware/tree.ts';
import type { System } from '../../system/system.ts';
import { descendants, linuxTree } from './process-tree.ts';

const TIMEOUT_MS = 5_000;

/** Bytes that a process and its descendants hold and that no file could give back; null where nobody says; on Windows see windows-memory.ts. */
export async function treeMemory(system: System, pid: number): Promise<number | null> {
  if (system.platform === 'linux') return linuxMemory(system, pid);
  return system.platform === 'darwin' ? macMemory(system, pid) : null;
}

async function linuxMemory(system: System, pid: number): Promise<number | null> {
  const tree = (await linuxTree(system, pid)) ?? [];
  const texts = tree.map((each) => textOf(system, `/proc/${each.pid}/status`));
  return sum((await Promise.all(texts)).map((text) => heldBytes(text ?? '')));
}

/** Fields of proc(5) `status`, in KiB; older kernels and sandboxes tell only `VmRSS`, files included. */
export function heldBytes(status: string): number | null {
  const kib = (key: string) => new RegExp(`^${key}:\\s+(\\d+) kB`, 'm').exec(status)?.[1];
  const [anonymous, shared, all] = [kib('RssAnon'), kib('RssShmem'), kib('VmRSS')];
  if (anonymous !== undefined) return (Number(anonymous) + Number(shared ?? 0)) * 1024;
  return all === undefined ? null : Number(all) * 1024;
}

async function macMemory(system: System, pid: number): Promise<number | null> {
  const { status, stdout } = await system.run({
    file: '/bin/ps',
    args: ['-A', '-o', 'pid=,ppid=,rss='],
    timeoutMs: TIMEOUT_MS,
    env: { LC_ALL: 'C' },
  });
  if (status !== 'exited') return null;
  return sum(descendants(stdout.split('\n').flatMap(parseRss), pid).map(({ bytes }) => bytes));
}

/** A line of `ps -o pid=,ppid=,rss=`; the last in KiB. */
export function parseRss(line: string) {
  const [, pid, parent, kib] = /^\s*(\d+)\s+(\d+)\s+(\d+)\s*$/.exec(line) ?? [];
  return pid === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), bytes: Number(kib) * 1024 }];
}

function sum(values: readonly (number | null)[]): number | null {
  const known = values.filter((each) => each !== null);
  return known.length === 0 ? null : known.reduce((total, each) => total + each, 0);
}
