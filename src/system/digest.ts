import { createReadStream } from 'node:fs';

/** Opened when first needed: that takes 5 ms, and most commands need none of it. */
const crypto = () => process.getBuiltinModule('node:crypto');
const streams = () => process.getBuiltinModule('node:stream/promises');

/** The SHA-256 of a text (as UTF-8) or of bytes. */
export function sha256(
  content: string | Uint8Array,
  encoding: 'hex' | 'base64' | 'base64url' = 'hex',
): string {
  return crypto().createHash('sha256').update(content).digest(encoding);
}

/** The SHA-256 of a file of any size, as hexadecimal digits. */
export async function fileSha256(path: string): Promise<string> {
  const hash = crypto().createHash('sha256');
  await streams().pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/** A whole number from zero up to but not including `limit`; nobody can guess it. */
export function randomBelow(limit: number): number {
  return crypto().randomInt(limit);
}

/** Chance as hexadecimal digits, two for each byte; nobody can guess it. */
export function randomHex(bytes: number): string {
  return crypto().randomBytes(bytes).toString('hex');
}
