import type { Report } from '../document.ts';
import type { Style } from '../style.ts';
import { textLines } from '../text/text.ts';
import { annotationLines } from './annotations.ts';

/** The log, folded, then one annotation for each thing that is not well. */
export function githubLines(report: Report, style: Style): readonly string[] {
  const log = textLines(report, { ...style, verbose: true, quiet: false }).map(withoutCommand);
  return [`::group::sdn ${report.command}`, ...log, '::endgroup::', ...annotationLines(report)];
}

/** A line of the log must not be taken for a workflow command. */
function withoutCommand(line: string): string {
  return line.replace(/^(\s*)::/, '$1: :').replace(/##\[/g, '# #[');
}
