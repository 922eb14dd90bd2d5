import { Failure } from '../../findings/failure.ts';
import type { Outcome } from '../../system/run.ts';
import { hostOf } from '../sources/source-fault.ts';
import { withoutLogins } from '../sources/without-logins.ts';
import { explainUv } from './explain.ts';
import { KEPT, UV_TROUBLES } from './uv-troubles.ts';

/** What uv was to do, for the sentence: "uv cannot resolve the packages". */
type Attempt = {
  readonly task: string;
  /** The code of a failure that nothing more is known about. */
  readonly code: string;
  readonly limitMs: number;
  /** The command line to try again. */
  readonly command: string;
};

/** A call of uv that did not succeed, as the one thing that went wrong. */
export function uvFailure(outcome: Outcome, attempt: Attempt): Failure {
  if (outcome.status === 'cancelled') return cancelled();
  if (outcome.status === 'timeout') return tooLong(attempt);
  const text = withoutLogins(outcome.stderr);
  const trouble = UV_TROUBLES.find(({ sign }) => sign.test(text));
  if (trouble === undefined) return unknown(text, attempt);
  return new Failure({
    kind: trouble.kind,
    code: trouble.code,
    found: `${trouble.about === 'task' ? `uv cannot ${attempt.task}` : subjectOf(text)}: ${trouble.says(text)}.`,
    need: trouble.need,
    fix: trouble.kind === 'unreachable' || trouble.again ? [attempt.command] : [],
  });
}

/** The package or address that the complaint is about: "numpy 2.1.2 from files.example cannot be had". */
function subjectOf(text: string): string {
  const wheel = /Failed to (?:download|build|read|prepare)[^`\n]*`([^`]+)`/
    .exec(text)?.[1]
    ?.replace('==', ' ');
  const url = /Failed to fetch: `?(\S+?)`?(?:\s|$)/.exec(text)?.[1] ?? /for url \(([^)]+)\)/.exec(text)?.[1];
  const project = wheel ?? projectIn(text, url ?? '');
  const host = url === undefined ? '' : ` from ${hostOf(url)}`;
  return `${project ?? 'A package'}${host} cannot be had`;
}

function projectIn(text: string, url: string): string | null {
  const file = /\/([^/-]+)-([^/-]+)-[^/]*\.whl/.exec(url);
  if (file?.[1] !== undefined) return `${file[1]} ${decodeURIComponent(file[2] ?? '')}`;
  const page = /\/([^/]+)\/$/.exec(url)?.[1];
  const named = /Because ([\w.-]+(?:==\S+)?) (?:has an invalid|was not found|and)/.exec(text)?.[1];
  return page ?? named?.replace('==', ' ') ?? null;
}

function cancelled(): Failure {
  return new Failure({ kind: 'interrupted', code: 'cancelled', found: 'Cancelled while uv was at work.' });
}

function tooLong({ task, limitMs, command }: Attempt): Failure {
  return new Failure({
    kind: 'unreachable',
    code: 'uv-too-slow',
    found: `uv did not ${task} within ${Math.round(limitMs / 60_000)} minutes, and was ended.`,
    need: `Package sources that answer faster. ${KEPT}`,
    fix: [command],
  });
}

function unknown(text: string, { task, code, command }: Attempt): Failure {
  return new Failure({
    kind: 'childFailed',
    code,
    found: `uv cannot ${task}: ${explainUv(text)}`,
    need: 'Every package of the set as a wheel for this Python on a configured package source.',
    fix: [`${command} --dry-run --verbose`],
  });
}
