import type { FailureKind } from '../../findings/failure.ts';
import { explainUv } from './explain.ts';

/** One way in which uv fails, and how it is told. */
export type UvTrouble = {
  /** What uv prints then. */
  readonly sign: RegExp;
  readonly kind: FailureKind;
  readonly code: string;
  readonly says: (text: string) => string;
  readonly need: string;
  /** `task` where it is no package's fault; the sentence then starts with what uv was to do. */
  readonly about?: 'task';
  /** Whether another try may help though no network is at fault. */
  readonly again?: true;
};

/** The folder that uv complains about, so that the reader knows which disk is meant; never one that is gone by then. */
function placeIn(text: string, word: string): string {
  const path = /at path "([^"]+)"/.exec(text)?.[1] ?? /(?:file|to) `([^`]+)`/.exec(text)?.[1];
  if (path === undefined) return '';
  return ` ${word} ${path.replace(/[\\/]\.venv-stage-[0-9a-f]{16}[\\/].*$|[\\/]uv-packages[\\/].*$/, '')}`;
}

export const KEPT = 'What was downloaded before is kept for the next try.';

/** What uv 0.13 prints, most particular first: a stalled download also ends as an archive that cannot be read. */
export const UV_TROUBLES: readonly UvTrouble[] = [
  {
    sign: /disk quota exceeded|os error 122\b/i,
    kind: 'childFailed',
    code: 'quota-exceeded',
    about: 'task',
    says: (text) => `your disk quota is used up${placeIn(text, 'at')}`,
    need: 'A larger quota, or less in use.',
    again: true,
  },
  {
    sign: /no space left on device|os error 28\b|os error 112\b/i,
    kind: 'childFailed',
    code: 'disk-full',
    about: 'task',
    says: (text) => `no space is left on the disk${placeIn(text, 'of')}`,
    need: 'Free space for the downloads and the new environment.',
    again: true,
  },
  {
    sign: /read-only file system|permission denied|os error (?:13|30)\b/i,
    kind: 'childFailed',
    code: 'not-writable',
    about: 'task',
    says: (text) => `uv may not write there (${explainUv(text)})`,
    need: 'A cache and a folder that can be written to.',
  },
  {
    sign: /network connectivity is disabled|packages were unavailable because the network was disabled|not (?:found )?in the cache/i,
    kind: 'unreachable',
    code: 'not-in-cache',
    says: () => 'it is not in the cache of sdn, and --offline forbids to fetch it',
    need: 'One run with network before, a folder of wheels with --find-links, or a bundle with --from-bundle.',
  },
  {
    sign: /hash mismatch/i,
    kind: 'childFailed',
    code: 'hash-mismatch',
    says: () => 'the file has another hash than the index and the lock name',
    need: 'The very file that was published under this name. Nothing of it was installed.',
    again: true,
  },
  {
    sign: /network timeout|timed out/i,
    kind: 'unreachable',
    code: 'download-stalled',
    says: () => 'the connection stalled, and every new try of it too',
    need: `A source that keeps sending. ${KEPT}`,
  },
  {
    sign: /certificate|UnknownIssuer/i,
    kind: 'unreachable',
    code: 'source-certificate',
    says: () => 'the certificate is not signed by an authority that this machine trusts',
    need: 'The authority’s file in pip’s setting `cert`.',
  },
  {
    sign: /dns error|failed to lookup address/i,
    kind: 'unreachable',
    code: 'source-dns',
    says: () => 'the name of its server cannot be resolved',
    need: `A name server that knows it. ${KEPT}`,
  },
  {
    sign: /HTTP status (?:client|server) error \(\d+/i,
    kind: 'unreachable',
    code: 'source-status',
    says: (text) => `the source answers HTTP ${/error \((\d+[^)]*)\)/.exec(text)?.[1] ?? ''}`,
    need: `A source that hands it out. ${KEPT}`,
  },
  {
    sign: /end of file before message length|reading a body|connection (?:reset|closed|aborted)|SendRequest|connection error/i,
    kind: 'unreachable',
    code: 'connection-cut',
    says: () => 'the connection was cut, and every new try of it too',
    need: `A connection that lasts. ${KEPT}`,
  },
  {
    sign: /error sending request|failed to (?:fetch|connect)|tcp connect/i,
    kind: 'unreachable',
    code: 'source-down',
    says: () => 'its server cannot be reached',
    need: `A server that answers. ${KEPT}`,
  },
  {
    sign: /extract archive|zip file|bad crc|invalid package format|deflate|BufError/i,
    kind: 'childFailed',
    code: 'wheel-corrupt',
    says: () => 'what arrived is not a whole wheel',
    need: 'The complete file. Nothing of it was installed.',
    again: true,
  },
];
