import { safeLine } from '../findings/safe.ts';
import type { System } from '../system/system.ts';
import { writeOut } from '../system/write-out.ts';
import type { Report } from './document.ts';
import { annotationLines } from './github/annotations.ts';
import { tellGithub } from './github/tell-github.ts';
import { redactor } from './redact.ts';
import { type Format, render } from './render.ts';
import { type Style, styleFor } from './style.ts';
import { writeReport } from './write-report.ts';

type Wishes = {
  readonly format: Format;
  readonly formatNamed: boolean;
  readonly output: string | null;
  readonly verbose: boolean;
  readonly quiet: boolean;
  readonly color: boolean;
  readonly redact: boolean;
};

/**
 * Writes the report once, whole, to stdout or to a file. Nothing else ever writes to stdout.
 * Throws a Failure where the file of `--output` cannot be written.
 */
export async function deliver(report: Report, wishes: Wishes, system: System): Promise<void> {
  const shown = wishes.redact ? redactor(system)(report) : report;
  await write(shown, wishes, system);
  await annotate(shown, wishes, system);
}

/** The formats that look different on another terminal. */
const DRAWN: readonly Format[] = ['text', 'github'];

async function write(shown: Report, wishes: Wishes, system: System): Promise<void> {
  const drawn = wishes.output === null && DRAWN.includes(wishes.format);
  const style = drawn ? styleFor(process.stdout, wishes, system.env) : fileStyle(wishes);
  const text = `${render(shown, wishes.format, style).join('\n')}\n`;
  // Behind the events, which may still be on their way.
  if (wishes.output === null && wishes.format === 'ndjson') return void process.stdout.write(text);
  if (wishes.output === null) return writeOut(text);
  await writeReport(wishes.output, text);
  if (!wishes.quiet) process.stderr.write(`Report written to ${safeLine(wishes.output)}\n`);
}

function fileStyle({ verbose, quiet }: Wishes): Style {
  return { color: false, unicode: true, width: 100, verbose, quiet };
}

/** In a GitHub workflow, unasked: annotations beside the log, never inside a document; summary and outputs. */
async function annotate(shown: Report, wishes: Wishes, system: System): Promise<void> {
  const inWorkflow = system.env.GITHUB_ACTIONS === 'true';
  if (!inWorkflow && wishes.format !== 'github') return;
  await tellGithub(shown, wishes.output, system);
  if (!inWorkflow || wishes.format === 'github' || (wishes.format === 'text' && wishes.formatNamed)) return;
  const stream = wishes.format === 'text' && wishes.output === null ? process.stdout : process.stderr;
  for (const line of annotationLines(shown)) stream.write(`${line}\n`);
}
