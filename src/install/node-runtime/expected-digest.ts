import { readFile } from 'node:fs/promises';
import { Failure } from '../../findings/failure.ts';
import { download, type Patience } from '../../system/http/download.ts';
import { HttpFault } from '../../system/http/http-fault.ts';
import { dropPartial } from '../../system/http/partial-file.ts';
import type { System } from '../../system/system.ts';
import type { NodeArchive } from './archive.ts';
import type { Receipt } from './placed-runtime.ts';

/** The digest an archive must have, and who says so; null where nobody does. */
export type Digest = {
  readonly sha256: string | null;
  readonly checkedBy: Receipt['checkedBy'];
};

type Wish = {
  readonly archive: NodeArchive;
  /** A file to be used for a moment. */
  readonly path: string;
  readonly patience: Patience;
  readonly trust: 'verified' | 'unverified';
  readonly command: string;
};

const VARIABLE = 'SDN_OPENVINO_NODE_SHA256';
const HEX = /^([0-9a-f]{64})(?:\s|$)/i;
/** A file of one line; what is longer is something else. */
const MOST_BYTES = 4096;

/**
 * What the archive must hash to: as typed by the user, as recorded in sdn, or as published beside the archive over a
 * connection that nobody in between can change. Throws `Failure` where nobody names one, unless that was allowed.
 */
export async function expectedDigest(wish: Wish, system: System): Promise<Digest> {
  const typed = system.env[VARIABLE]?.trim();
  if (typed) return { sha256: hexOf(typed) ?? refuse(badDigest()), checkedBy: 'you' };
  const { recorded, url } = wish.archive;
  if (recorded !== null) return { sha256: recorded, checkedBy: 'sdn' };
  const published = isPrivate(url) ? await publishedDigest(wish, system) : null;
  if (published !== null) return { sha256: published, checkedBy: 'server' };
  if (wish.trust === 'unverified') return { sha256: null, checkedBy: 'nobody' };
  throw unverified(wish);
}

/** An address of this machine needs no encryption. */
function isPrivate({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || hostname === 'localhost' || /^127\.|^\[::1\]$/.test(hostname);
}

/** The file `….sha256` beside the archive; null where the server has none. Throws `HttpFault` where it cannot be asked. */
async function publishedDigest(
  { archive, path, patience }: Wish,
  { env, signal }: System,
): Promise<string | null> {
  const url = new URL(archive.url);
  url.pathname += '.sha256';
  try {
    await download({ url, path, patience, env, signal, mostBytes: MOST_BYTES, onProgress: () => undefined });
    return hexOf(await readFile(path, 'utf8'));
  } catch (error) {
    if (error instanceof HttpFault && (error.code === 'status' || error.code === 'too-large')) return null;
    throw error;
  } finally {
    await dropPartial(path);
  }
}

function hexOf(text: string): string | null {
  return HEX.exec(text.trim())?.[1]?.toLowerCase() ?? null;
}

function refuse(failure: Failure): never {
  throw failure;
}

function badDigest(): Failure {
  return new Failure({
    kind: 'usage',
    code: 'digest-not-a-digest',
    found: `${VARIABLE} holds no SHA-256.`,
    need: '64 hexadecimal digits.',
  });
}

function unverified({ archive, command }: Wish): Failure {
  return new Failure({
    kind: 'refused',
    code: 'node-runtime-unverified',
    found: `Nobody names the checksum of openvino-node ${archive.version} for ${archive.platform}: it is not recorded in sdn, and ${archive.url.host} publishes none that can be trusted.`,
    need: `Its SHA-256 in ${VARIABLE}, or your word that it may be taken as it comes.`,
    fix: [`${command} --allow-unverified`],
  });
}
