import type { StatsFs } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { System } from '../../system/system.ts';
import type { Facts } from '../facts.ts';
import { textOf } from '../tree.ts';

type Disk = NonNullable<Facts['disk']>;

/** Free bytes and the file system of the folder that an environment would go to; null where nobody can say. */
export async function readDisk(system: System, dir: string): Promise<Disk | null> {
  const path = resolve(system.cwd, dir);
  const stats = await statfsUpwards(path);
  if (stats === null) return null;
  const mounts = await textOf(system, '/proc/mounts');
  return { path, freeBytes: stats.bavail * stats.bsize, fileSystem: parseMounts(mounts ?? '', path) };
}

/** The type of the file system that `path` is on, from `/proc/mounts`: the longest mount point wins. */
export function parseMounts(text: string, path: string): string | null {
  const mounts = text.split('\n').flatMap((line) => {
    const [, point, type] = line.split(' ');
    return point === undefined || type === undefined || !isOn(path, point) ? [] : [{ point, type }];
  });
  return mounts.toSorted((a, b) => b.point.length - a.point.length)[0]?.type ?? null;
}

function isOn(path: string, point: string): boolean {
  return path === point || path.startsWith(point.endsWith('/') ? point : `${point}/`);
}

/** The folder may not be there yet: then its nearest parent. */
async function statfsUpwards(path: string): Promise<StatsFs | null> {
  const stats = await statfs(path).catch(() => null);
  const parent = dirname(path);
  return stats !== null || parent === path ? stats : statfsUpwards(parent);
}
