import { lstatSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setImmediate as breathe, setTimeout as pause } from 'node:timers/promises';
import { monotonicMs } from './clock.ts';
import { namesHere, removeEmpty, unlink } from './delete-here.ts';
import { type Folder, identify, inside } from './enter-folder.ts';
import { errorCode } from './files.ts';
import { type Freeing, freeingOn } from './free-later.ts';
import { mountPoints } from './mounts.ts';

/** What became of a tree: files (links among them) and bytes removed, paths still there with the reason, time ran out. */
export type Deletion = {
  readonly files: number;
  readonly bytes: number;
  readonly left: readonly Leftover[];
  readonly finished: boolean;
};
export type Leftover = { readonly path: string; readonly why: string };

/** A name in a folder, as it is used while that folder is the current one. */
type Entry = { readonly name: string; readonly parent: Folder };
type Work = {
  files: number;
  bytes: number;
  readonly left: Leftover[];
  readonly mounts: ReadonlySet<string>;
  readonly stopped: () => boolean;
  readonly freeing: Freeing;
  breathedAt: number;
};

const BREATH_MS = 20;
const MOUNTED = 'another filesystem is mounted here';

/**
 * Removes a folder and all in it, and nothing else.
 * Node has no `unlinkat`. So each folder is entered (`chdir`), its identity compared with what was seen from
 * its parent, and only bare names inside it are removed: a folder that was exchanged for a link, a junction
 * or another folder while this works is left alone. Other filesystems are left alone too.
 * @param stopped asked between folders; true ends the work early with `finished: false`
 */
export async function deleteTree(path: string, stopped: () => boolean = () => false): Promise<Deletion> {
  const total = { files: 0, bytes: 0 };
  const parent = identify(dirname(path));
  if (parent === null) return { ...total, left: [], finished: true };
  for (const ms of PAUSES_MS) {
    const pass = await onePass(path, parent, stopped);
    total.files += pass.files;
    total.bytes += pass.bytes;
    if (!isThere(path)) return { ...total, left: [], finished: true };
    if (pass.left.length > 0 || stopped()) return { ...total, left: pass.left, finished: !stopped() };
    await pause(ms);
  }
  return { ...total, left: [{ path, why: 'something still writes into it' }], finished: true };
}

/** A child of a killed run may still be writing; without the files it needs it ends within moments. */
const PAUSES_MS = [5, 20, 50, 100, 200, 500, 1_000, 1_000, 1_000];

async function onePass(path: string, parent: Folder, stopped: () => boolean): Promise<Work> {
  const begun = { files: 0, bytes: 0, left: [], breathedAt: monotonicMs() };
  const work: Work = { ...begun, mounts: mountPoints(), stopped, freeing: freeingOn(parent.path) };
  await removeIn(parent, () => [basename(path)], work);
  work.freeing.end();
  return work;
}

function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** Removes from `parent` what `list`, asked in there, names. A folder that holds no others is entered once. */
async function removeIn(parent: Folder, list: () => readonly string[], work: Work): Promise<void> {
  if (work.stopped()) return;
  const folders: Folder[] = [];
  within(parent, work, () => {
    for (const name of list()) folders.push(...unlinkUnlessFolder({ name, parent }, work));
  });
  await breath(work);
  for (const folder of folders) await removeIn(folder, namesHere, work);
  if (folders.length === 0 || work.stopped()) return;
  const { freeing } = work;
  within(parent, work, () => {
    for (const { name } of folders)
      attempt({ name, parent }, work, () => freeing.during(name, () => removeEmpty(name)));
  });
}

/** Unlinks a file or a link of the current folder, and counts it; a folder comes back, unless it has to stay. */
function unlinkUnlessFolder(entry: Entry, work: Work): readonly Folder[] {
  const { name } = entry;
  const seen = lstatSync(name, { throwIfNoEntry: false });
  if (seen === undefined) return [];
  if (seen.isDirectory()) return ownFolder(entry, work);
  // What has other names is not freed with this one.
  const frees = seen.nlink === 1 && seen.isFile();
  const remove = () => (frees ? work.freeing.during(name, () => unlink(name)) : unlink(name));
  if (!attempt(entry, work, remove)) return [];
  work.files += 1;
  work.bytes += seen.size;
  return [];
}

/** The folder, identified from inside its parent; none where it is of another filesystem. */
function ownFolder({ name, parent }: Entry, work: Work): readonly Folder[] {
  const seen = lstatSync(name, { bigint: true, throwIfNoEntry: false });
  if (seen?.isDirectory() !== true) return [];
  const path = join(parent.path, name);
  if (seen.dev === parent.dev && !work.mounts.has(path))
    return [{ name, path, dev: seen.dev, ino: seen.ino }];
  work.left.push({ path, why: MOUNTED });
  return [];
}

function attempt({ name, parent }: Entry, work: Work, remove: () => boolean): boolean {
  try {
    return remove();
  } catch (error) {
    // A folder that is not empty has named the reason already.
    const why = errorCode(error) ?? String(error);
    if (why !== 'ENOTEMPTY') work.left.push({ path: join(parent.path, name), why });
    return false;
  }
}

function within(folder: Folder, work: Work, act: () => void): void {
  const why = inside(folder, act);
  if (why !== null) work.left.push({ path: folder.path, why });
}

async function breath(work: Work): Promise<void> {
  if (monotonicMs() - work.breathedAt < BREATH_MS) return;
  await breathe();
  work.breathedAt = monotonicMs();
}
