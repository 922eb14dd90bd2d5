import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { errorCode } from '../system/files.ts';

/** A file that is not read: a folder, a pipe, a device, or more bytes than anyone would put there. */
export class UnreadableFile extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'UnreadableFile';
    this.code = code;
  }
}

/**
 * The text of a regular file of at most `limit` bytes; never blocks on a pipe or a device.
 * Throws the system's error, or `UnreadableFile` with code `EFBIG` or `ENOTREG`.
 */
export async function readBounded(path: string, limit: number): Promise<string> {
  return (await readBoundedBytes(path, limit)).toString('utf8');
}

/** The same, or null where the file does not exist. */
export async function readBoundedIfThere(path: string, limit: number): Promise<string | null> {
  try {
    return await readBounded(path, limit);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(errorCode(error) ?? '')) return null;
    throw error;
  }
}

// Opening a pipe that nobody writes to would wait for ever; Windows has neither the flag nor the problem.
const READ_AT_ONCE = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** The bytes themselves, under the same rules. */
export async function readBoundedBytes(path: string, limit: number): Promise<Buffer> {
  const file = await open(path, READ_AT_ONCE);
  try {
    const found = await file.stat();
    if (!found.isFile()) throw new UnreadableFile('ENOTREG', `${path} is not a regular file`);
    if (found.size > limit) throw new UnreadableFile('EFBIG', `${path} has ${found.size} bytes`);
    return await file.readFile();
  } finally {
    await file.close();
  }
}
