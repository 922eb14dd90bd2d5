import { realpathSync, statSync } from 'node:fs';
import { basename, parse } from 'node:path';
import { errorCode } from './files.ts';

/** A folder as it was seen: where, and which one; `path` holds no link. */
export type Folder = {
  readonly name: string;
  readonly path: string;
  readonly dev: bigint;
  readonly ino: bigint;
};

/** Which folder stands at `path` now; null where none does. */
export function identify(path: string): Folder | null {
  const seen = statSync(path, { bigint: true, throwIfNoEntry: false });
  if (seen === undefined) return null;
  return { name: basename(path), path: realpathSync(path), dev: seen.dev, ino: seen.ino };
}

/**
 * Does `act` with `folder` as the current one, if it still is the folder that was seen; synchronous on purpose.
 * @returns why it could not be done, or null where it was
 */
export function inside(folder: Folder, act: () => void): string | null {
  const home = currentFolder(folder);
  try {
    process.chdir(folder.path);
    const here = statSync('.', { bigint: true });
    if (here.dev !== folder.dev || here.ino !== folder.ino)
      return 'it was exchanged for something else meanwhile';
    act();
    return null;
  } catch (error) {
    return errorCode(error) ?? String(error);
  } finally {
    goBack(home);
  }
}

/** Whoever stands in the tree that is removed has no folder to come back to; then any will do. */
function goBack(home: string): void {
  try {
    process.chdir(home);
  } catch {
    process.chdir(parse(home).root);
  }
}

/** The current folder may have been removed by somebody. */
function currentFolder(folder: Folder): string {
  try {
    return process.cwd();
  } catch {
    return parse(folder.path).root;
  }
}
