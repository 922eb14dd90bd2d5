import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256 } from './digest.ts';
import { errorCode } from './files.ts';
import { ownProcess } from './processes.ts';
import type { System } from './system.ts';

/** A folder of another host, boot or container cannot be asked for its owner; after this long nobody needs it. */
const FORGOTTEN_MS = 7 * 24 * 60 * 60 * 1_000;

/** Gives `work` a private folder of its own, and removes it afterwards, whatever happens. */
export async function withWorkFolder<Result>(
  purpose: string,
  system: System,
  work: (folder: string) => Promise<Result>,
): Promise<Result> {
  const folder = await workFolder(purpose, system);
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Makes a private folder in sdn's cache, or in the temporary folder where the cache cannot be written.
 * Its name tells whose it is, and those of runs that were killed go first.
 */
export async function workFolder(purpose: string, system: System): Promise<string> {
  const parent = join(system.directories.cache, 'work');
  const owner = await ownerTag(system);
  const start = `${purpose}-${owner}-${process.pid}-`;
  try {
    await mkdir(parent, { recursive: true });
    await sweep(parent, owner, system.now());
    return await mkdtemp(join(parent, start));
  } catch {
    return mkdtemp(join(tmpdir(), `sdn-${start}`));
  }
}

/** Where a process number means the same: this host since it was started, in this container. */
async function ownerTag(system: System): Promise<string> {
  const { host, boot, space } = await ownProcess(system);
  return sha256([host, boot, space].join('\n')).slice(0, 8);
}

async function sweep(parent: string, owner: string, now: Date): Promise<void> {
  for (const name of await readdir(parent)) {
    const path = join(parent, name);
    if (await isAbandoned(path, name, { owner, now })) await rm(path, { recursive: true, force: true });
  }
}

async function isAbandoned(
  path: string,
  name: string,
  { owner, now }: { readonly owner: string; readonly now: Date },
): Promise<boolean> {
  const [, tag, pid] = /-([0-9a-f]{8})-(\d+)-\w{6}$/.exec(name) ?? [];
  if (tag === owner) return !lives(Number(pid));
  const seen = await stat(path).catch(() => null);
  return tag !== undefined && seen !== null && now.getTime() - seen.mtimeMs > FORGOTTEN_MS;
}

function lives(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return errorCode(error) !== 'ESRCH';
  }
}
