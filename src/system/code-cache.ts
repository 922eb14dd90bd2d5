import {
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import type { Code } from './load-program.ts';

/** `[name, length in bytes]` of each piece of code, in the order in which they follow each other. */
type Head = { readonly for: string; readonly pieces: readonly (readonly [string, number])[] };

/** V8 looks at its version and flags and at the length of the source; at nothing that tells two builds apart. */
const madeFor = (build: string) => `${build} ${process.version} ${process.platform} ${process.arch}`;

/**
 * The code in `file`, or nothing where there is none for this build and this Node, where it is damaged, and where
 * somebody else could have written it: it is run unseen.
 */
export function keptCode(file: string, build: string): Code {
  return orNull(() => unpacked(once(readOwn(file)), build)) ?? new Map();
}

/** Keeps it for the next run, whole or not at all. Where nothing can be written, `code` is not even made. */
export function keepCode(file: string, build: string, code: () => Code): void {
  const staged = `${file}.${process.pid}.tmp`;
  const opened = orNull(() => openNew(staged));
  if (opened === null) return;
  // Not flushed: what a power cut leaves of the two copies is not alike.
  const written = orNull(() => writeFileSync(opened, twice(packed(code(), build))));
  closeSync(opened);
  orNull(() => (written === null ? unlinkSync(staged) : renameSync(staged, file)));
}

function openNew(path: string): number {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  return openSync(path, 'wx', 0o600);
}

function orNull<Value>(act: () => Value): Value | null {
  try {
    return act();
  } catch {
    return null;
  }
}

const twice = (bytes: Buffer) => Buffer.concat([bytes, bytes]);

function readOwn(file: string): Buffer {
  const opened = openSync(file, 'r');
  try {
    const { uid, mode } = fstatSync(opened);
    const others = process.geteuid !== undefined && (uid !== process.geteuid() || (mode & 0o022) !== 0);
    return others ? Buffer.alloc(0) : readFileSync(opened);
  } finally {
    closeSync(opened);
  }
}

/** V8 runs damaged code. Two copies are compared in 0.1 ms; zlib, which has a checksum, takes 2 ms to load. */
function once(bytes: Buffer): Buffer {
  const half = bytes.subarray(0, bytes.length / 2);
  return half.equals(bytes.subarray(half.length)) ? half : Buffer.alloc(0);
}

function packed(code: Code, build: string): Buffer {
  const pieces = [...code].map(([name, bytes]) => [name, bytes.length] as const);
  const head = { for: madeFor(build), pieces } satisfies Head;
  return Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), ...code.values()]);
}

function unpacked(bytes: Buffer, build: string): Code {
  let at = bytes.indexOf('\n') + 1;
  const head: Head = JSON.parse(bytes.toString('utf8', 0, at));
  if (head.for !== madeFor(build)) return new Map();
  return new Map(
    head.pieces.map(([name, length]) => {
      at += length;
      return [name, bytes.subarray(at - length, at)];
    }),
  );
}
