import { join } from 'node:path';
import { Flags } from '@oclif/core';
import { type Answered, BaseCommand } from '../cli/base-command.ts';
import { EXIT, type ExitCode } from '../cli/exit-codes.ts';
import { explainLog, LOG_NAME } from '../sdnext/log/explain-log.ts';
import type { LogReading } from '../sdnext/log/reading.ts';

export default class Doctor extends BaseCommand {
  static override summary = 'Every check without the proof; explains an SD.Next log.';
  static override flags = {
    log: Flags.string({
      summary: 'Say what an SD.Next log means: a file, a folder, or - for stdin. Alone: sdnext.log in --dir.',
      helpValue: 'FILE',
    }),
  };

  protected async answer(): Promise<Answered> {
    const { flags } = await this.parse(Doctor, withLogFile(this.argv));
    if (flags.log === undefined) return { exitCode: EXIT.ok, findings: [] };
    const source = flags.log === '' ? join(flags.dir, LOG_NAME) : flags.log;
    const { log, findings } = await explainLog(source, this.system.cwd);
    return { log, findings, args: { log: source }, exitCode: exitOf(log) };
  }
}

/** `--log` without a value means the log of the checkout. */
function withLogFile(argv: readonly string[]): string[] {
  return argv.map((arg, at) => (arg === '--log' && !isValue(argv[at + 1]) ? '--log=' : arg));
}

function isValue(next: string | undefined): boolean {
  return next !== undefined && (next === '-' || !next.startsWith('-'));
}

/** 3 where the log shows a fault, 4 where it decides nothing, else 0. */
function exitOf({ problems, backend }: LogReading): ExitCode {
  if (problems.length > 0) return EXIT.notReady;
  return backend === 'unknown' ? EXIT.undetermined : EXIT.ok;
}
