import { accessSync, constants, existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode } from '../system/files.ts';
import type { System } from '../system/system.ts';

// Asked at once, although the answers are promises: the kernel and the system's own disk answer in 20 µs, a thread of
// Node in ten times that, and a machine is asked a hundred times.

/** The path of a system file below the root that is looked at. */
export function under(system: System, path: string): string {
  return join(system.root, path);
}

/** The trimmed text of a small system file; null where it is not there or not readable. */
export async function textOf(system: System, path: string): Promise<string | null> {
  return orNull(() => readFileSync(under(system, path), 'utf8').trim());
}

/** Names in a folder; null where there is no such folder. */
export async function namesIn(system: System, path: string): Promise<readonly string[] | null> {
  return orNull(() => readdirSync(under(system, path)));
}

/** The last part of what a link points to; null where there is no link. */
export async function linkName(system: System, path: string): Promise<string | null> {
  return (
    orNull(() => readlinkSync(under(system, path)))
      ?.split('/')
      .at(-1) ?? null
  );
}

/** Whether this process may read and write a device node. */
export async function accessTo(system: System, path: string): Promise<'ok' | 'denied' | 'absent'> {
  try {
    accessSync(under(system, path), constants.R_OK | constants.W_OK);
    return 'ok';
  } catch (error) {
    return errorCode(error) === 'EACCES' || errorCode(error) === 'EPERM' ? 'denied' : 'absent';
  }
}

export async function isThere(system: System, path: string): Promise<boolean> {
  return existsSync(under(system, path));
}

function orNull<Value>(read: () => Value): Value | null {
  try {
    return read();
  } catch {
    return null;
  }
}
