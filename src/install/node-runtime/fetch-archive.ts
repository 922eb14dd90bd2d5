import { open } from 'node:fs/promises';
import { Failure } from '../../findings/failure.ts';
import { monotonicMs } from '../../system/clock.ts';
import { fileSha256 } from '../../system/digest.ts';
import { download, type Patience } from '../../system/http/download.ts';
import { HttpFault } from '../../system/http/http-fault.ts';
import { dropPartial } from '../../system/http/partial-file.ts';
import type { System } from '../../system/system.ts';
import { readableBytes, resourceFailure } from '../stage/resources.ts';
import type { NodeArchive } from './archive.ts';
import { downloadFailure } from './download-failure.ts';
import type { Digest } from './expected-digest.ts';

export type Fetch = {
  readonly archive: NodeArchive;
  readonly digest: Digest;
  /** Where it goes to; what is left there after a fault is resumed by the next run. */
  readonly path: string;
  readonly patience: Patience;
  /** The command line to try again. */
  readonly command: string;
  readonly say: (detail: string) => void;
};

/** No archive was seen larger; a third party's script stops at 300 MiB (openvino.md 1.1). */
const MOST_BYTES = 400e6;
const SAY_EVERY_MS = 250;

/** Brings the archive, checks it, and returns its SHA-256. Throws `Failure`; a file with another digest is not kept. */
export async function fetchArchive(fetch: Fetch, system: System): Promise<string> {
  try {
    const first = await fetched(fetch, system);
    if (isRight(first.sha256, fetch)) return await archiveOnly(first.sha256, fetch);
    await dropPartial(fetch.path);
    // Bytes of an earlier run may be of a file that was exchanged since; only a whole new one decides.
    const second = first.resumed ? await fetched(fetch, system) : first;
    if (isRight(second.sha256, fetch)) return await archiveOnly(second.sha256, fetch);
    await dropPartial(fetch.path);
    throw mismatch(fetch, second.sha256);
  } catch (error) {
    if (error instanceof HttpFault) throw downloadFailure(error, fetch, system);
    throw resourceFailure(error, fetch.path) ?? error;
  }
}

function isRight(sha256: string, { digest }: Fetch): boolean {
  return digest.sha256 === null || digest.sha256 === sha256;
}

async function fetched(fetch: Fetch, { env, signal }: System) {
  const { path, patience, archive, say } = fetch;
  let saidAt = 0;
  const onProgress = (bytes: number, total: number | null) => {
    if (monotonicMs() - saidAt < SAY_EVERY_MS && bytes !== total) return;
    saidAt = monotonicMs();
    say(total === null ? readableBytes(bytes) : `${readableBytes(bytes)} of ${readableBytes(total)}`);
  };
  const wish = { url: archive.url, path, patience, env, signal, mostBytes: MOST_BYTES, onProgress };
  const { resumed } = await download(wish);
  return { resumed, sha256: await fileSha256(path) };
}

/** A network's login page comes with 200 too; told apart where no digest does it. */
async function archiveOnly(sha256: string, fetch: Fetch): Promise<string> {
  const file = await open(fetch.path);
  const { buffer } = await file.read(Buffer.alloc(2), 0, 2, 0).finally(() => file.close());
  if (buffer[0] === 0x1f && buffer[1] === 0x8b) return sha256;
  await dropPartial(fetch.path);
  throw new Failure({
    kind: 'unreachable',
    code: 'node-runtime-no-archive',
    found: `What ${fetch.archive.url.host} answers is no archive; a login page of a network looks like this.`,
    need: 'A network that is logged in to, or the address of a mirror in SDN_OPENVINO_NODE_MIRROR.',
    fix: [fetch.command],
  });
}

function mismatch({ archive, digest, command }: Fetch, sha256: string): Failure {
  const who = {
    you: 'SDN_OPENVINO_NODE_SHA256',
    sdn: 'sdn',
    server: 'the file beside it',
    nobody: '',
  } as const;
  return new Failure({
    kind: 'childFailed',
    code: 'hash-mismatch',
    found: `openvino-node ${archive.version} from ${archive.url.host} has the SHA-256 ${sha256}; ${who[digest.checkedBy]} names ${digest.sha256}.`,
    need: 'The very file that was published under this name. Nothing of it was opened.',
    fix: [command],
  });
}
