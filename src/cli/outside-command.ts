import { readFileSync } from 'node:fs';
import { Errors } from '@oclif/core';
import { deliver } from '../report/deliver.ts';
import { templatePath } from '../system/templates.ts';
import { thisMachine } from '../system/this-machine.ts';
import { commandNames } from './command-names.ts';
import { composeReport } from './compose-report.ts';
import { errorOf } from './failure-report.ts';
import { presentationOf } from './presentation.ts';
import { unknownCommand } from './unknown-command.ts';
import { usageFailure } from './usage-failure.ts';

/** Reports what was thrown before any command ran, in the format that was asked for. Returns the exit code. */
export async function reportThrown(thrown: unknown, argv: readonly string[]): Promise<number> {
  const error = errorOf(meantBy(thrown, argv));
  const system = thisMachine(new AbortController().signal);
  const presentation = presentationOf(argv);
  const now = system.now();
  const run = { version: ownVersion(), command: argv[0] ?? '', args: {}, redacted: presentation.redact };
  const report = composeReport(
    { error, exitCode: error.exit },
    { ...run, invokedAs: system.env.SDN_INVOKED_AS ?? null, startedAt: now, endedAt: now },
  );
  await deliver(report, { ...presentation, output: null }, system);
  return error.exit;
}

/** oclif's own words for a command it does not know name nothing to do next. */
function meantBy(thrown: unknown, argv: readonly string[]): unknown {
  if (!(thrown instanceof Errors.CLIError)) return thrown;
  if (/ not found$/.test(thrown.message)) return unknownCommand(argv, commandNames());
  const [words = '', ...rest] = argv;
  return usageFailure(thrown, { words, argv: rest, flags: [] });
}

function ownVersion(): string {
  const text = readFileSync(templatePath('..', 'package.json'), 'utf8');
  return /"version":\s*"([^"]+)"/.exec(text)?.[1] ?? 'unknown';
}
