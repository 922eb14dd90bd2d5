import { renameSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { errorCode } from './files.ts';

/** A virus scanner or a reader on Windows holds a path for moments; waiting up to 1.5 s outlasts them. */
const PAUSES_MS = [10, 20, 50, 100, 200, 400, 700];
const HELD_FOR_A_MOMENT = ['EPERM', 'EACCES', 'EBUSY'];

/**
 * Renames within one filesystem. On Windows it waits out short holds; anything else is thrown at once.
 * The rename itself is synchronous: two in a row are microseconds apart, not turns of a busy event loop.
 */
export async function rename(from: string, to: string, platform: NodeJS.Platform): Promise<void> {
  const pauses = platform === 'win32' ? PAUSES_MS : [];
  for (const ms of pauses) {
    if (renamed(from, to)) return;
    await pause(ms);
  }
  renameSync(from, to);
}

function renamed(from: string, to: string): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    if (HELD_FOR_A_MOMENT.includes(errorCode(error) ?? '')) return false;
    throw error;
  }
}
