import { freemem, totalmem } from 'node:os';
import type { System } from '../../system/system.ts';
import type { Facts } from '../facts.ts';
import { textOf } from '../tree.ts';

type Memory = NonNullable<Facts['memory']>;

/** Bytes of memory, and the limit of the container where one is set. */
export async function readMemory(system: System): Promise<Memory> {
  if (system.platform !== 'linux') return { totalBytes: totalmem(), availableBytes: freemem() };
  const [info, limit, oldLimit] = await Promise.all([
    textOf(system, '/proc/meminfo'),
    textOf(system, '/sys/fs/cgroup/memory.max'),
    textOf(system, '/sys/fs/cgroup/memory/memory.limit_in_bytes'),
  ]);
  const memory = parseMeminfo(info ?? '');
  return { ...memory, limitBytes: parseLimit(limit ?? oldLimit ?? '', memory.totalBytes ?? null) };
}

/** `/proc/meminfo` counts in KiB. */
export function parseMeminfo(text: string): Memory {
  const bytes = (key: string) => {
    const kib = new RegExp(`^${key}:\\s+(\\d+) kB`, 'm').exec(text)?.[1];
    return kib === undefined ? null : Number(kib) * 1024;
  };
  return { totalBytes: bytes('MemTotal'), availableBytes: bytes('MemAvailable') };
}

/** `max`, or a number as large as the machine, is no limit. */
export function parseLimit(text: string, totalBytes: number | null): number | null {
  const limit = /^\d+$/.test(text.trim()) ? Number(text) : null;
  return limit !== null && totalBytes !== null && limit < totalBytes ? limit : null;
}
