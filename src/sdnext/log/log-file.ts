import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { readEnd } from '../../system/stdin.ts';
import { UnreadableFile } from '../bounded-file.ts';
import { decodeLog } from './decode-log.ts';

/** A log's text, and how many lines stand before it in the file. */
export type LogText = { readonly text: string; readonly skippedLines: number };

const LARGEST = 64 * 1024 * 1024;
const CHUNK = 1024 * 1024;

/**
 * The end of a log file, at most 64 MB of it: the last start is what counts.
 * Throws the system's error, or `UnreadableFile` for what is neither a regular file nor a pipe.
 */
export async function readLogFile(path: string): Promise<LogText> {
  const kind = await stat(path);
  if (kind.isFIFO()) return fromPipe(path);
  if (!kind.isFile()) throw new UnreadableFile('ENOTREG', `${path} is not a regular file`);
  const file = await open(path, 'r');
  try {
    const found = await file.stat();
    const start = Math.max(0, found.size - LARGEST);
    const skippedLines = await countLines(file, start);
    const { buffer, bytesRead } = await file.read(
      Buffer.alloc(found.size - start),
      0,
      found.size - start,
      start,
    );
    return { text: decodeLog(buffer.subarray(0, bytesRead)), skippedLines };
  } finally {
    await file.close();
  }
}

/** As a shell hands over `<(command)`. */
async function fromPipe(path: string): Promise<LogText> {
  return { text: decodeLog(await readEnd(createReadStream(path), LARGEST)), skippedLines: 0 };
}

async function countLines(file: Awaited<ReturnType<typeof open>>, end: number): Promise<number> {
  const chunk = Buffer.alloc(Math.min(CHUNK, end));
  let lines = 0;
  for (let position = 0; position < end; position += chunk.length) {
    const { bytesRead } = await file.read(chunk, 0, Math.min(chunk.length, end - position), position);
    for (let at = chunk.indexOf(10); at !== -1 && at < bytesRead; at = chunk.indexOf(10, at + 1)) lines += 1;
  }
  return lines;
}
