import type { Examination } from '../checks/doctor.ts';
import { guidance } from '../checks/guidance.ts';
import type { Finding } from '../findings/finding.ts';
import { seriousProblems } from '../sdnext/log/log-findings.ts';
import type { LogReading } from '../sdnext/log/reading.ts';
import type { Answered } from './base-command.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';

type Severity = { readonly strict: boolean };

/** What an examination comes to: its findings, what matters here, and how the run ends. */
export function examined({ findings, subject }: Examination, severity: Severity): Answered {
  return {
    facts: subject.facts,
    findings,
    next: guidance(subject, findings),
    exitCode: exitOf(findings, severity),
  };
}

/** The same after repairs, which can be taken back. */
export function repaired(examination: Examination, severity: Severity): Answered {
  const answered = examined(examination, severity);
  return { ...answered, next: ['Changes of files can be taken back with --undo.', ...(answered.next ?? [])] };
}

/** The files that an undo brought back. */
export function taken(paths: readonly string[]): Answered {
  return { exitCode: EXIT.ok, next: paths.map((path) => `${path} has its old content again.`) };
}

function exitOf(findings: readonly Finding[], { strict }: Severity): ExitCode {
  const has = (status: Finding['status']) => findings.some((each) => each.status === status);
  if (has('fail') || (strict && has('warn'))) return EXIT.notReady;
  return has('unknown') ? EXIT.undetermined : EXIT.ok;
}

/** 3 where the log shows a fault that stands in the way, 4 where it decides nothing, else 0. */
export function exitOfLog(reading: LogReading): ExitCode {
  if (seriousProblems(reading).length > 0) return EXIT.notReady;
  return reading.backend === 'unknown' ? EXIT.undetermined : EXIT.ok;
}
