import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Failure } from '../../findings/failure.ts';
import { type Finding, finding } from '../../findings/finding.ts';
import { errorCode } from '../../system/files.ts';
import { readStdin } from '../../system/stdin.ts';
import { whyUnreadable } from '../../system/why-unreadable.ts';
import { decodeLog } from './decode-log.ts';
import { type LogText, readLogFile } from './log-file.ts';
import { logFindings } from './log-findings.ts';
import { readLog } from './read-log.ts';
import type { LogReading } from './reading.ts';

export type LogExplanation = { readonly log: LogReading; readonly findings: readonly Finding[] };

/** SD.Next's own name for its log, in the checkout. */
export const LOG_NAME = 'sdnext.log';
const LARGEST_STDIN = 64 * 1024 * 1024;

const NOTHING: LogReading = {
  backend: 'unknown',
  requested: null,
  device: null,
  acceleratorInUse: null,
  sdnext: { date: null, commit: null },
  versions: {},
  problems: [],
  notes: [],
  evidence: [],
};

/**
 * What the log at `source` says: a file, a folder that holds `sdnext.log`, or `-` for stdin.
 * Throws a `Failure` where there is no such file, or where it cannot be read.
 */
export async function explainLog(source: string, cwd: string): Promise<LogExplanation> {
  const { text, skippedLines } = source === '-' ? await fromStdin() : await fromFile(resolve(cwd, source));
  const name = source === '-' ? 'stdin' : source;
  const reading = readLog(text);
  if (reading === null) return { log: NOTHING, findings: [notSdnext(name, text)] };
  const log = shifted(reading, skippedLines);
  return { log, findings: logFindings(log, name) };
}

async function fromStdin(): Promise<LogText> {
  return { text: decodeLog(await readStdin(LARGEST_STDIN)), skippedLines: 0 };
}

async function fromFile(path: string): Promise<LogText> {
  try {
    const isFolder = (await stat(path)).isDirectory();
    return await readLogFile(isFolder ? join(path, LOG_NAME) : path);
  } catch (error) {
    throw unreadable(path, error);
  }
}

function unreadable(path: string, error: unknown): unknown {
  const code = errorCode(error);
  if (code === 'ENOENT' || code === 'ENOTDIR') return missing(path);
  if (code === null) return error;
  return new Failure({
    kind: 'undetermined',
    code: 'log-unreadable',
    found: `The log ${path} cannot be read: ${whyUnreadable(error)}.`,
    need: 'A regular file that this user can read.',
  });
}

function missing(path: string): Failure {
  return new Failure({
    kind: 'usage',
    code: 'log-missing',
    found: `There is no log at ${path}.`,
    need: `A log of SD.Next; it writes ${LOG_NAME} into its checkout.`,
    fix: [`sdn doctor --log ${LOG_NAME}`],
  });
}

function notSdnext(name: string, text: string): Finding {
  const empty = text.trim() === '';
  return finding({
    id: 'log.not-sdnext',
    group: 'inference',
    status: 'unknown',
    title: empty ? 'The log is empty' : 'This is not a log of SD.Next',
    found: empty ? `${name} holds no lines.` : `No line of ${name} is one that SD.Next writes.`,
    need: 'The console output of SD.Next, or its own log file sdnext.log.',
  });
}

function shifted(reading: LogReading, lines: number): LogReading {
  if (lines === 0) return reading;
  return { ...reading, evidence: reading.evidence.map((each) => ({ ...each, line: each.line + lines })) };
}
