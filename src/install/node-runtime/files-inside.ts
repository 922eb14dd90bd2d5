import { lstat, readdir, realpath } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

/**
 * The bytes of every file below a folder, by its path there with `/`; null where something leads out of the folder:
 * a link to elsewhere or to nothing, a file that has another name outside, a device.
 */
export async function filesInside(folder: string): Promise<Readonly<Record<string, number>> | null> {
  const home = await realpath(folder);
  const entries = await readdir(home, { recursive: true, withFileTypes: true });
  const sizes: Record<string, number> = {};
  const names = new Map<bigint, { seen: number; all: number }>();
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    const { size, nlink, ino } = await lstat(path, { bigint: true });
    if (entry.isSymbolicLink() && !(await staysIn(home, path))) return null;
    if (!entry.isFile() && !entry.isDirectory() && !entry.isSymbolicLink()) return null;
    if (!entry.isFile()) continue;
    sizes[relative(home, path).replaceAll(sep, '/')] = Number(size);
    names.set(ino, { seen: (names.get(ino)?.seen ?? 0) + 1, all: Number(nlink) });
  }
  return [...names.values()].every(({ seen, all }) => seen === all) ? sizes : null;
}

async function staysIn(home: string, link: string): Promise<boolean> {
  const target = await realpath(link).catch(() => null);
  return target !== null && `${target}${sep}`.startsWith(`${home}${sep}`);
}
