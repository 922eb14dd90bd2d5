import { lstatSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, parse } from 'node:path';
import { setImmediate as breathe, setTimeout as pause } from 'node:timers/promises';
import { entriesHere, isFolder, removeEmpty, unlink } from './delete-here.ts';
import { errorCode } from './files.ts';
import { mountPoints } from './mounts.ts';

/** What became of a tree: files (links among them) and bytes removed, paths still there with the reason, time ran out. */
export type Deletion = {
  readonly files: number;
  readonly bytes: number;
  readonly left: readonly Leftover[];
  readonly finished: boolean;
};
export type Leftover = { readonly path: string; readonly why: string };

type Identity = { readonly dev: bigint; readonly ino: bigint };
type Folder = Identity & { readonly path: string };
type Work = {
  files: number;
  bytes: number;
  readonly left: Leftover[];
  readonly mounts: ReadonlySet<string>;
  readonly stopped: () => boolean;
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
  for (const ms of PAUSES_MS) {
    const pass = await onePass(path, stopped);
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

async function onePass(path: string, stopped: () => boolean): Promise<Work> {
  const parent = identify(dirname(path));
  const begun = { files: 0, bytes: 0, left: [], breathedAt: performance.now() };
  const work: Work = { ...begun, mounts: mountPoints(), stopped };
  if (parent !== null) await removeFolders(parent, [basename(path)], work);
  return work;
}

function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** Empties and removes the named folders of `parent`. */
async function removeFolders(parent: Folder, names: readonly string[], work: Work): Promise<void> {
  const folders = seenFrom(parent, names, work);
  for (const folder of folders) await emptyFolder(folder, work);
  if (work.stopped()) return;
  inside(parent, work, () => {
    for (const { path } of folders) attempt(path, work, () => removeEmpty(basename(path)));
  });
}

/** The folders among `names`, identified from inside their parent; links and files in their place are unlinked. */
function seenFrom(parent: Folder, names: readonly string[], work: Work): readonly Folder[] {
  const folders: Folder[] = [];
  inside(parent, work, () => {
    for (const name of names) {
      const seen = lstatSync(name, { bigint: true, throwIfNoEntry: false });
      const path = join(parent.path, name);
      if (seen === undefined) continue;
      if (!seen.isDirectory()) removeFile(path, work);
      else if (seen.dev !== parent.dev || work.mounts.has(path)) work.left.push({ path, why: MOUNTED });
      else folders.push({ path, dev: seen.dev, ino: seen.ino });
    }
  });
  return folders;
}

async function emptyFolder(folder: Folder, work: Work): Promise<void> {
  if (work.stopped()) return;
  const names: string[] = [];
  inside(folder, work, () => names.push(...unlinkFiles(folder, work)));
  await breath(work);
  if (names.length > 0) await removeFolders(folder, names, work);
}

/** Unlinks everything in the current folder but folders, whose names come back. */
function unlinkFiles(folder: Folder, work: Work): readonly string[] {
  const folders: string[] = [];
  for (const entry of entriesHere()) {
    if (isFolder(entry)) folders.push(entry.name);
    else removeFile(join(folder.path, entry.name), work);
  }
  return folders;
}

/** Unlinks it by its bare name in the current folder, and counts it. */
function removeFile(path: string, work: Work): void {
  const name = basename(path);
  const bytes = lstatSync(name, { throwIfNoEntry: false })?.size ?? 0;
  if (!attempt(path, work, () => unlink(name))) return;
  work.files += 1;
  work.bytes += bytes;
}

function attempt(path: string, work: Work, remove: () => boolean): boolean {
  try {
    return remove();
  } catch (error) {
    // A folder that is not empty has named the reason already.
    if (errorCode(error) !== 'ENOTEMPTY') work.left.push({ path, why: errorCode(error) ?? String(error) });
    return false;
  }
}

/** Does `act` with `folder` as the current one, if it still is the folder that was seen; synchronous on purpose. */
function inside(folder: Folder, work: Work, act: () => void): void {
  const home = currentFolder(folder);
  try {
    process.chdir(folder.path);
    const here = statSync('.', { bigint: true });
    if (here.dev === folder.dev && here.ino === folder.ino) act();
    else work.left.push({ path: folder.path, why: 'it was exchanged for something else meanwhile' });
  } catch (error) {
    work.left.push({ path: folder.path, why: errorCode(error) ?? String(error) });
  } finally {
    process.chdir(home);
  }
}

/** The current folder may have been removed by somebody; then any will do. */
function currentFolder(folder: Folder): string {
  try {
    return process.cwd();
  } catch {
    return parse(folder.path).root;
  }
}

function identify(path: string): Folder | null {
  const seen = statSync(path, { bigint: true, throwIfNoEntry: false });
  return seen === undefined ? null : { path: realpathSync(path), dev: seen.dev, ino: seen.ino };
}

async function breath(work: Work): Promise<void> {
  if (performance.now() - work.breathedAt < BREATH_MS) return;
  await breathe();
  work.breathedAt = performance.now();
}
