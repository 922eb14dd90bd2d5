import { Failure } from '../../findings/failure.ts';
import type { Outcome } from '../../system/run.ts';
import { looksLikeNetwork } from '../network-trouble.ts';
import { withoutLogins } from '../sources/without-logins.ts';

type Attempt = {
  /** "download the packages". */
  readonly task: string;
  readonly code: string;
  /** The command line to try again. */
  readonly command: string;
};

/** A call of pip that did not succeed, in pip's own last word on it. */
export function pipFailure({ status, stderr }: Outcome, { task, code, command }: Attempt): Failure {
  if (status === 'cancelled')
    return new Failure({ kind: 'interrupted', code: 'cancelled', found: 'Cancelled while pip was at work.' });
  const text = withoutLogins(stderr);
  const isNetwork = status === 'timeout' || looksLikeNetwork(text);
  const full = FULL.find(({ sign }) => sign.test(text));
  return new Failure({
    kind: isNetwork && full === undefined ? 'unreachable' : 'childFailed',
    code: full?.code ?? (/hashes? .*not match|HASHES/i.test(text) ? 'hash-mismatch' : code),
    found: `pip cannot ${task}: ${status === 'timeout' ? 'it took too long' : lastError(text)}`,
    need: 'A run that pip finishes. What was downloaded before is kept for the next try.',
    fix: [command],
  });
}

const FULL = [
  { sign: /disk quota exceeded/i, code: 'quota-exceeded' },
  { sign: /no space left on device/i, code: 'disk-full' },
] as const;

function lastError(text: string): string {
  const lines = text.split('\n').map((line) => line.trim());
  const error = lines.findLast((line) => line.startsWith('ERROR:'));
  return (error?.slice('ERROR:'.length) ?? lines.findLast((line) => line !== '') ?? 'no reason given')
    .trim()
    .slice(0, 600);
}
