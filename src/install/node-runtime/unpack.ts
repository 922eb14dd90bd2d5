import { createReadStream } from 'node:fs';
import { access, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';
import { Failure } from '../../findings/failure.ts';
import { childEnv } from '../../system/child-env.ts';
import { errorCode, makeFolder } from '../../system/files.ts';
import type { Outcome } from '../../system/run.ts';
import type { System } from '../../system/system.ts';
import { writeStream } from '../../system/write-stream.ts';
import { resourceFailure } from '../stage/resources.ts';
import { filesInside } from './files-inside.ts';

/** The archive is at fault, not this machine. */
export const BAD_ARCHIVE = 'node-runtime-archive';
/** Unpacked, the archive of 2026.4.0 takes 174 MB (node-runtime.md 1.1). */
const MOST_BYTES = 1e9;
const TIMEOUT_MS = 300_000;
/** GNU tar and bsdtar know both: who unpacks owns the files, and no special mode comes out of an archive. */
const MODESTLY = ['--no-same-owner', '--no-same-permissions'];

/**
 * Unpacks a .tar.gz into a new folder with the system's tar. Its names are looked at before, what came out after:
 * whatever leads out of the folder is refused. Returns the bytes of each file. Throws `Failure`.
 */
export async function unpack(
  archive: string,
  folder: string,
  system: System,
): Promise<Readonly<Record<string, number>>> {
  const tar = await systemTar(system);
  await makeFolder(folder, 0o700);
  const plain = join(folder, '.archive.tar');
  try {
    await gunzipped(archive, plain);
    refuseEscapes((await run(tar, ['-tf', plain], system)).stdout);
    await run(tar, ['-xf', plain, '-C', folder, ...MODESTLY], system);
  } finally {
    await rm(plain, { force: true });
  }
  const files = await filesInside(folder);
  if (files !== null) return files;
  throw unsafe('holds a link that leads out of it, or something that is neither file nor folder');
}

/** By its absolute path: a `tar` in the current folder or on a changed PATH is not the system's. */
async function systemTar({ platform, env }: System): Promise<string> {
  const windows = `${env.SystemRoot ?? 'C:\\Windows'}\\System32\\tar.exe`;
  for (const path of platform === 'win32' ? [windows] : ['/usr/bin/tar', '/bin/tar']) {
    const there = await access(path).then(
      () => true,
      () => false,
    );
    if (there) return path;
  }
  throw new Failure({
    kind: 'unsupported',
    code: 'tar-missing',
    found: 'This system has no tar where a system has it.',
    need: platform === 'win32' ? 'Windows 10 1803 or newer, which brings one.' : '/usr/bin/tar.',
  });
}

async function gunzipped(archive: string, plain: string): Promise<void> {
  const packed = createReadStream(archive);
  const source = packed.pipe(createGunzip());
  packed.on('error', (error) => source.destroy(error));
  const onBytes = (bytes: number) => {
    if (bytes > MOST_BYTES) throw unsafe('unpacks to more than any archive of openvino-node');
  };
  try {
    await writeStream(source, plain, { from: 0, onBytes });
  } catch (error) {
    if (errorCode(error)?.startsWith('Z_')) throw unsafe('is damaged');
    throw resourceFailure(error, plain) ?? error;
  }
}

async function run(tar: string, args: readonly string[], system: System): Promise<Outcome> {
  const outcome = await system.run({
    file: tar,
    args,
    env: childEnv(system, { LC_ALL: 'C' }),
    timeoutMs: TIMEOUT_MS,
    signal: system.signal,
  });
  if (outcome.status === 'cancelled')
    throw new Failure({ kind: 'interrupted', code: 'cancelled', found: 'Cancelled while unpacking.' });
  if (outcome.exitCode === 0) return outcome;
  const last = outcome.stderr.trim().split('\n').at(0) ?? outcome.status;
  if (/no space left/i.test(outcome.stderr))
    throw resourceFailure(Object.assign(new Error(last), { code: 'ENOSPC' }), args.at(-1) ?? '');
  throw unsafe(`cannot be unpacked: ${last}`);
}

/** Names that a tar prints one by one; GNU tar writes a line break in a name as `\n`. */
function refuseEscapes(list: string): void {
  const names = list.split(/\r?\n/).filter((name) => name !== '');
  const outside = names.find((name) => /^(?:[\\/]|[a-z]:)/i.test(name) || name.split(/[\\/]/).includes('..'));
  if (outside !== undefined) throw unsafe(`names ${JSON.stringify(outside.slice(0, 80))}, outside of itself`);
}

function unsafe(what: string): Failure {
  return new Failure({
    kind: 'childFailed',
    code: BAD_ARCHIVE,
    found: `The archive of openvino-node ${what}.`,
    need: 'The archive as its makers publish it. Nothing of it was put in place.',
  });
}
