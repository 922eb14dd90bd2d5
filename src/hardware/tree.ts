import { constants } from 'node:fs';
import { access, readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../system/files.ts';
import type { System } from '../system/system.ts';

/** The path of a system file below the root that is looked at. */
export function under(system: System, path: string): string {
  return join(system.root, path);
}

/** The trimmed text of a small system file; null where it is not there or not readable. */
export async function textOf(system: System, path: string): Promise<string | null> {
  const text = await readFile(under(system, path), 'utf8').catch(() => null);
  return text === null ? null : text.trim();
}

/** Names in a folder; null where there is no such folder. */
export async function namesIn(system: System, path: string): Promise<readonly string[] | null> {
  return readdir(under(system, path)).catch(() => null);
}

/** The last part of what a link points to; null where there is no link. */
export async function linkName(system: System, path: string): Promise<string | null> {
  const target = await readlink(under(system, path)).catch(() => null);
  return target?.split('/').at(-1) ?? null;
}

/** Whether this process may read and write a device node. */
export async function accessTo(system: System, path: string): Promise<'ok' | 'denied' | 'absent'> {
  try {
    await access(under(system, path), constants.R_OK | constants.W_OK);
    return 'ok';
  } catch (error) {
    return errorCode(error) === 'EACCES' || errorCode(error) === 'EPERM' ? 'denied' : 'absent';
  }
}

export async function isThere(system: System, path: string): Promise<boolean> {
  return access(under(system, path)).then(
    () => true,
    () => false,
  );
}
