import { closeSync, constants, createReadStream, fstatSync, openSync } from 'node:fs';
import { Socket } from 'node:net';
import { resolve } from 'node:path';
import { addAbortSignal, type Readable } from 'node:stream';
import { Failure } from '../findings/failure.ts';
import { readStart } from '../system/stdin.ts';
import type { System } from '../system/system.ts';
import { whyUnreadable } from '../system/why-unreadable.ts';
import type { Facts } from './facts.ts';
import { MOST_BYTES, parseFacts } from './parse-facts.ts';

const STDIN = '-';
// Opening a pipe that nobody writes to would wait beyond the reach of Ctrl-C; Windows has neither the flag nor the problem.
const AT_ONCE = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** Facts from a file, or from standard input where the path is `-`. Throws `Failure` (usage) where it cannot be read or does not hold facts. */
export async function readFacts(path: string, system: System): Promise<Facts> {
  const named = path === STDIN ? 'standard input' : path;
  if (path === '') throw unreadable('--from', 'the path is empty');
  if (path === STDIN && process.stdin.isTTY) throw atTerminal();
  const bytes = await bytesOf(path, system).catch((error: unknown) => {
    throw system.signal.aborted ? error : unreadable(named, whyUnreadable(error));
  });
  if (bytes.length > MOST_BYTES) throw tooLarge(named);
  return parseFacts(decoded(bytes), named);
}

/** A pipe or a device has no size beforehand, and perhaps no end. */
async function bytesOf(path: string, { cwd, signal }: System): Promise<Buffer> {
  const stream = path === STDIN ? process.stdin : opened(resolve(cwd, path));
  return readStart(addAbortSignal(signal, stream), MOST_BYTES + 1);
}

function opened(path: string): Readable {
  const fd = openSync(path, AT_ONCE);
  const kind = fstatSync(fd);
  if (kind.isFIFO()) return new Socket({ fd, readable: true, writable: false });
  if (!kind.isDirectory()) return createReadStream(path, { fd });
  closeSync(fd);
  throw Object.assign(new Error(path), { code: 'EISDIR' });
}

/** Windows PowerShell writes what `>` catches as UTF-16. */
function decoded(bytes: Buffer): string {
  const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  return bytes.toString(utf16 ? 'utf16le' : 'utf8');
}

function unreadable(named: string, why: string): Failure {
  return new Failure({
    kind: 'usage',
    code: 'facts-unreadable',
    found: `${named} cannot be read: ${why}.`,
    need: 'A file of facts, as sdn detect --json prints them.',
    fix: ['sdn detect --json --output facts.json'],
  });
}

function atTerminal(): Failure {
  return new Failure({
    kind: 'usage',
    code: 'facts-unreadable',
    found: '--from - reads standard input, which is this terminal.',
    need: 'Facts on standard input, as sdn detect --json prints them.',
    fix: ['sdn detect --json | sdn detect --from -'],
  });
}

function tooLarge(named: string): Failure {
  return new Failure({
    kind: 'usage',
    code: 'bad-facts',
    found: `${named} is larger than ${MOST_BYTES / 1024 ** 2} MiB.`,
    need: 'A file of facts about one machine, as sdn detect --json prints them.',
    fix: ['sdn detect --json --output facts.json'],
  });
}
