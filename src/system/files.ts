import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { randomHex } from './digest.ts';

/**
 * Writes a file so that a reader sees the old content or the new one, never a part; survives a crash.
 * @param owner goes into the name of the temporary file, by which the owner finds it again after being killed
 */
export async function writeAtomically(path: string, content: string, owner = 'sdn'): Promise<void> {
  const staged = join(dirname(path), `.${basename(path)}.${owner}.${randomHex(6)}.tmp`);
  try {
    const file = await open(staged, 'wx', 0o644);
    await file
      .writeFile(content)
      .then(() => file.sync())
      .finally(() => file.close());
    await rename(staged, path);
    await flushed(dirname(path));
  } catch (error) {
    await rm(staged, { force: true });
    throw error;
  }
}

/**
 * Makes a file, or the names in a folder, last through a power cut. Windows and some network drives cannot flush a
 * folder; they are left, and so is what is gone.
 */
export async function flushed(path: string): Promise<void> {
  const file = await open(path, 'r').catch(() => null);
  await file?.sync().catch(() => undefined);
  await file?.close();
}

/** Makes a folder and those above it; one that is there is right. Throws the system's true reason. */
export async function makeFolder(path: string, mode = 0o755): Promise<void> {
  await mkdir(path, { recursive: true, mode }).catch(async (error) => {
    // On a read-only filesystem Node's recursive form says ENOENT; the plain one says EROFS.
    if (errorCode(error) !== 'ENOENT') throw error;
    await mkdir(path, { mode });
  });
}

/** The text of a file, or null where it does not exist. Other errors are thrown. */
export async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return null;
    throw error;
  }
}

/** The `code` of a system error (`ENOENT`), or null for anything else. */
export function errorCode(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}
