import { tmpdir } from 'node:os';
import * as v from 'valibot';
import { Failure } from '../../findings/failure.ts';
import { childEnv } from '../../system/child-env.ts';
import type { System } from '../../system/system.ts';
import { templatePath } from '../../system/templates.ts';
import { type SourceAnswer, SourceAnswers } from './source-answer.ts';
import { allSources, type Sources } from './sources.ts';

/** An index that is up answers in tens of milliseconds; uv alone retries a dead name for twelve seconds. */
const ANSWER_SECONDS = 2;
/** Longer than a page may take to arrive once it has begun. */
const CHILD_LIMIT_MS = 40_000;

type Question = {
  readonly sources: Sources;
  readonly projects: readonly string[];
  /** Any working Python: only its standard library is used. */
  readonly python: string;
};

/** Asks every source at once which wheels of `projects` it holds, through the user's proxy and certificates. */
export async function askSources(question: Question, system: System): Promise<readonly SourceAnswer[]> {
  const outcome = await system.run({
    file: question.python,
    args: ['-I', '-X', 'utf8', templatePath('probes', 'wheel_offers.py')],
    env: childEnv(system),
    cwd: tmpdir(),
    input: JSON.stringify(requestOf(question)),
    timeoutMs: CHILD_LIMIT_MS,
    maxOutputBytes: 64 * 1024 * 1024,
    signal: system.signal,
  });
  return parseAnswers(outcome.stdout, outcome.stderr);
}

function requestOf({ sources, projects }: Question) {
  const { cert, clientCert, proxy, trustedHosts } = sources;
  const network = { cafile: cert, clientcert: clientCert, proxy, trusted: trustedHosts };
  return { sources: allSources(sources), projects, timeout: ANSWER_SECONDS, ...network };
}

function parseAnswers(stdout: string, stderr: string): readonly SourceAnswer[] {
  try {
    return v.parse(SourceAnswers, JSON.parse(stdout)).answers;
  } catch {
    throw new Failure({
      kind: 'childFailed',
      code: 'sources-not-asked',
      found: `The package sources could not be asked: ${stderr.trim().split('\n').at(-1) || 'no answer'}`,
      need: 'A Python whose standard library is complete.',
    });
  }
}
