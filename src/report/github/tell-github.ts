import { appendFile } from 'node:fs/promises';
import type { System } from '../../system/system.ts';
import type { Report } from '../document.ts';
import { markdownLines } from '../markdown/markdown.ts';
import { outputLines } from './outputs.ts';

/**
 * Adds the report to the step's summary and its outputs, where a workflow runs this. A summary that cannot be
 * written never changes how a run ends.
 */
export async function tellGithub(report: Report, reportFile: string | null, { env }: System): Promise<void> {
  await append(env.GITHUB_STEP_SUMMARY, markdownLines(report));
  await append(env.GITHUB_OUTPUT, outputLines(report, reportFile));
}

async function append(file: string | undefined, lines: readonly string[]): Promise<void> {
  if (file === undefined || file === '' || lines.length === 0) return;
  await appendFile(file, `${lines.join('\n')}\n`).catch(() => undefined);
}
