import { count, readiness } from '../findings/summarize.ts';
import type { Answer, Report } from '../report/document.ts';
import { pasteable } from '../report/pasteable.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';

/** What a command's `answer` returns: the report's content and how the run ended. `args` adds to what was typed. */
export type Answered = Answer & {
  readonly exitCode: ExitCode;
  readonly args?: Readonly<Record<string, unknown>>;
};

/** The circumstances of one run. Times are milliseconds. */
export type Circumstances = Pick<Report, 'command' | 'args' | 'redacted'> & {
  readonly version: string;
  /** The words that start this sdn again, where they are not `sdn`. */
  readonly invokedAs: string | null;
  readonly startedAt: Date;
  readonly endedAt: Date;
};

/** The whole document of a run: its circumstances, its verdict and what it has to say. */
export function composeReport({ exitCode, args, ...answer }: Answered, run: Circumstances): Report {
  const counts = count(answer.findings ?? []);
  return {
    schema: 'sdn.report/1',
    tool: { name: 'sdn', version: run.version, node: process.version },
    command: run.command,
    args: { ...run.args, ...args },
    startedAt: run.startedAt.toISOString(),
    durationMs: run.endedAt.getTime() - run.startedAt.getTime(),
    verdict: verdictOf(exitCode, readiness(counts)),
    exitCode,
    counts,
    redacted: run.redacted,
    ...pasteable(answer, {
      dir: textOf(run.args.dir, '.'),
      venv: textOf(run.args.venv, undefined),
      invokedAs: run.invokedAs,
      platform: process.platform,
    }),
  };
}

function verdictOf(exitCode: ExitCode, ready: Report['verdict']): Report['verdict'] {
  if (exitCode === EXIT.undetermined) return 'undetermined';
  if (exitCode !== EXIT.ok) return 'not-ready';
  return ready === 'ready' ? 'ready' : 'ready-with-warnings';
}

function textOf(value: unknown, usual: unknown): string | null {
  return typeof value === 'string' && value !== usual ? value : null;
}
