import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';

type Bounds = {
  /** Bytes that are in the file already and stay; 0: it is written anew. */
  readonly from: number;
  /** Called with the bytes in the file so far, after each part; what it throws ends the writing. */
  readonly onBytes: (bytes: number) => void;
};

/**
 * Writes a stream to a file, readable for its owner only, and returns the bytes in it. Throws what either of them throws.
 * Node's own `pipeline` never settles where the disk is full behind a transform of a network answer (24.21, seen here).
 */
export async function writeStream(
  source: Readable,
  path: string,
  { from, onBytes }: Bounds,
): Promise<number> {
  let bytes = from;
  const file = await open(path, from === 0 ? 'w' : 'a', 0o600);
  try {
    for await (const chunk of source) {
      await file.writeFile(chunk);
      bytes += chunk.length;
      onBytes(bytes);
    }
  } finally {
    source.destroy();
    await file.close();
  }
  return bytes;
}
