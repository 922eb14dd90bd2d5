import { writeSync } from 'node:fs';

/**
 * Writes to standard output. Where that takes all at once, as files, pipes and terminals of Unix do, Node's stream
 * with its modules stays closed; what is left, and every error, is the stream's.
 */
export function writeOut(text: string): void {
  const bytes = Buffer.from(text);
  const rest = process.platform === 'win32' ? bytes : unwritten(bytes);
  if (rest.length > 0) process.stdout.write(rest);
}

function unwritten(bytes: Buffer): Buffer {
  let rest = bytes;
  try {
    while (rest.length > 0) rest = rest.subarray(writeSync(1, rest));
  } catch {}
  return rest;
}
