import { readFileSync } from 'node:fs';
import { deliver } from '../report/deliver.ts';
import { templatePath } from '../system/templates.ts';
import { thisMachine } from '../system/this-machine.ts';
import { composeReport } from './compose-report.ts';
import type { Ending } from './failure-report.ts';
import { presentationOf } from './presentation.ts';

/** Reports an error that came before any command ran, in the format that was asked for. Returns the exit code. */
export async function reportOutside(error: Ending, argv: readonly string[]): Promise<number> {
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

function ownVersion(): string {
  const text = readFileSync(templatePath('..', 'package.json'), 'utf8');
  return /"version":\s*"([^"]+)"/.exec(text)?.[1] ?? 'unknown';
}
