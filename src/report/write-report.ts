import { realpath, stat, writeFile } from 'node:fs/promises';
import { Failure } from '../findings/failure.ts';
import { errorCode, writeAtomically } from '../system/files.ts';

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'the folder does not exist',
  ENOTDIR: 'a part of the path is not a folder',
  EISDIR: 'it is a folder',
  EACCES: 'no permission to write there',
  EPERM: 'no permission to write there',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
};

/** Writes a report to a file, whole or not at all; a pipe or a device (`/dev/stderr`) is written to as it is. */
export async function writeReport(path: string, text: string): Promise<void> {
  try {
    if (await isSpecial(path)) await writeFile(path, text);
    else await writeAtomically(await target(path), text);
  } catch (error) {
    throw unwritable(path, error);
  }
}

async function isSpecial(path: string): Promise<boolean> {
  const there = await stat(path).catch(() => null);
  return there !== null && !there.isFile();
}

/** The file behind a link, so that the link itself stays. */
async function target(path: string): Promise<string> {
  return realpath(path).catch(() => path);
}

function unwritable(path: string, error: unknown): Failure {
  const code = errorCode(error) ?? 'unknown error';
  return new Failure({
    kind: 'usage',
    code: 'output-not-writable',
    found: `--output ${path} cannot be written: ${REASONS[code] ?? code}.`,
    need: 'A file in a folder that exists and may be written to',
    fix: ['sdn doctor --json --output sdn-report.json'],
  });
}
