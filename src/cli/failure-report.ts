import { Errors } from '@oclif/core';
import { Failure } from '../findings/failure.ts';
import type { ReportError } from '../report/document.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';

/** The `error` of a report, its exit code one of the table. */
export type Ending = ReportError & { readonly exit: ExitCode };

/** Any thrown value as the `error` of a report. Only a bug in sdn keeps its stack, on stderr, for the issue. */
export function errorOf(thrown: unknown): Ending {
  if (thrown instanceof Failure) return ofFailure(thrown);
  if (thrown instanceof Errors.CLIError) return ofUsage(thrown);
  return ofBug(thrown);
}

function ofFailure(failure: Failure): Ending {
  const { code, message, need, fix } = failure;
  return { code, message, need, hints: fix, exit: EXIT[failure.kind] };
}

function ofUsage(error: Error): Ending {
  const message = error.message.split('\nSee more help')[0]?.trim() ?? error.message;
  return { code: 'usage', message, need: null, hints: [], exit: EXIT.usage };
}

function ofBug(thrown: unknown): Ending {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return { code: 'bug', message: `This is a bug in sdn: ${message}`, need: null, hints: [], exit: EXIT.bug };
}
