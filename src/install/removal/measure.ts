import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** What a folder holds: files (links count as files), and their bytes. */
export type Measure = { readonly files: number; readonly bytes: number };

/** Counts a folder without following links. What cannot be read is not counted. */
export async function measure(path: string): Promise<Measure> {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
  const folders = entries.filter((entry) => entry.isDirectory());
  const files = entries.filter((entry) => !entry.isDirectory());
  const stats = await Promise.all(files.map(({ name }) => lstat(join(path, name)).catch(() => null)));
  let total = { files: files.length, bytes: stats.reduce((sum, seen) => sum + (seen?.size ?? 0), 0) };
  for (const { name } of folders) {
    const inner = await measure(join(path, name));
    total = { files: total.files + inner.files, bytes: total.bytes + inner.bytes };
  }
  return total;
}
