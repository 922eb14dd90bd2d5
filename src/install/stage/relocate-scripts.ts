import { lstat, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from '../../system/digest.ts';
import { siteFolders } from '../wholeness/wholeness.ts';

/** Finds its Python beside itself, wherever the environment stands: a line for sh that Python takes for a string. */
const LAUNCHER = [
  '#!/bin/sh',
  `'''exec' "$(dirname -- "$(realpath -- "$0")")"/python "$0" "$@"`,
  "' '''",
  '',
].join('\n');

/**
 * Makes the console scripts that pip wrote work after the environment has been moved: they name the Python of the
 * folder they were made in. Their new sizes and hashes go into each RECORD. Returns how many were changed.
 */
export async function relocateScripts(venv: string): Promise<number> {
  const bin = join(venv, 'bin');
  const changed = new Map<string, Buffer>();
  for (const name of await readdir(bin)) {
    const moved = await relocated(join(bin, name), venv);
    if (moved === null) continue;
    await writeFile(join(bin, name), moved);
    changed.set(`../../../bin/${name}`, moved);
  }
  if (changed.size > 0) await rewriteRecords(venv, changed);
  return changed.size;
}

async function relocated(path: string, venv: string): Promise<Buffer | null> {
  if (!(await lstat(path)).isFile()) return null;
  const bytes = await readFile(path);
  const head = bytes.subarray(0, 4096).toString('latin1');
  const [whole] = /^#!\/bin\/sh\n'''exec' [^\n]*\n' '''\n/.exec(head) ?? /^#![^\n]*\n/.exec(head) ?? [];
  // Latin-1 keeps one character a byte, so the path is compared as its bytes are.
  if (whole === undefined || !whole.includes(Buffer.from(venv).toString('latin1'))) return null;
  return Buffer.concat([Buffer.from(LAUNCHER), bytes.subarray(whole.length)]);
}

async function rewriteRecords(venv: string, changed: ReadonlyMap<string, Buffer>): Promise<void> {
  for (const site of await siteFolders(venv)) {
    const infos = (await readdir(site)).filter((name) => name.endsWith('.dist-info'));
    for (const info of infos) await rewriteRecord(join(site, info, 'RECORD'), changed);
  }
}

async function rewriteRecord(path: string, changed: ReadonlyMap<string, Buffer>): Promise<void> {
  const before = await readFile(path, 'utf8');
  const after = before
    .split('\n')
    .map((line) => recordLine(line, changed))
    .join('\n');
  if (after !== before) await writeFile(path, after);
}

function recordLine(line: string, changed: ReadonlyMap<string, Buffer>): string {
  const path = line.split(',')[0] ?? '';
  const bytes = changed.get(path);
  if (bytes === undefined) return line;
  const hash = sha256(bytes, 'base64url');
  return `${path},sha256=${hash},${bytes.length}${line.endsWith('\r') ? '\r' : ''}`;
}
