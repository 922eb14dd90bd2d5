import type { Report } from '../document.ts';
import { paint, type Style } from '../style.ts';

const WORDS = {
  ready: ['green', 'Ready.'],
  'ready-with-warnings': ['yellow', 'Ready, with warnings.'],
  'not-ready': ['red', 'Not ready.'],
  undetermined: ['magenta', 'Undetermined.'],
} as const;

/** One line of verdict and what to do next. */
export function verdictLines(report: Report, style: Style): readonly string[] {
  const next = (report.next ?? []).map((line) => line);
  if (report.findings === undefined && report.proof === undefined)
    return style.quiet ? [WORDS[report.verdict][1]] : next;
  const [color, word] = WORDS[report.verdict];
  return [paint(style, color, word), ...(style.quiet ? [] : next)];
}
