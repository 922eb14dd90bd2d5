import { writeAtomically } from '../system/files.ts';
import type { System } from '../system/system.ts';
import type { Report } from './document.ts';
import { redact } from './redact.ts';
import { render } from './render.ts';
import { styleFor } from './style.ts';

type Wishes = {
  readonly format: 'text' | 'json' | 'ndjson' | 'markdown' | 'junit' | 'github' | 'html';
  readonly output: string | null;
  readonly verbose: boolean;
  readonly quiet: boolean;
  readonly color: boolean;
  readonly redact: boolean;
};

/** Writes the report once, whole, to stdout or to a file. Nothing else ever writes to stdout. */
export async function deliver(report: Report, wishes: Wishes, system: System): Promise<void> {
  const shown = wishes.redact ? redact(report, system) : report;
  const style = styleFor(process.stdout, wishes, system.env);
  const text = `${render(shown, wishes.format, style).join('\n')}\n`;
  if (wishes.output === null) process.stdout.write(text);
  else await writeAtomically(wishes.output, text);
}
