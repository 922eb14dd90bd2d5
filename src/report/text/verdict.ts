import type { Report } from '../document.ts';
import { durationText } from '../quantities.ts';
import { paint, type Style } from '../style.ts';
import { VERDICTS } from '../verdict-words.ts';
import { wrap } from '../wrap.ts';

const COLORS = { good: 'green', mixed: 'yellow', bad: 'red', open: 'magenta' } as const;

/** How much was looked at, one line of verdict, and what to do next. */
export function verdictLines(report: Report, style: Style): readonly string[] {
  const next = (report.next ?? []).flatMap((line) => nextLine(line, style));
  const judged = report.findings !== undefined || report.proof !== undefined;
  if (!judged) return style.quiet ? quietLines(report, style) : next;
  const { word, tone } = VERDICTS[report.verdict];
  const verdict = paint(style, COLORS[tone], word) + firstStep(report);
  if (style.quiet) return [verdict];
  return [...countLines(report).flatMap((line) => wrap(line, style.width, 0)), verdict, ...next];
}

/** A sentence is wrapped; a command of sdn's stays in one piece, so that it can be pasted. */
function nextLine(line: string, style: Style): readonly string[] {
  return /^(?:\S+ (?:run )?)?sdn /.test(line)
    ? [`${paint(style, 'bold', 'Next')}    ${line}`]
    : wrap(line, style.width, 0);
}

function quietLines(report: Report, style: Style): readonly string[] {
  const { word, tone } = VERDICTS[report.verdict];
  if (report.error === undefined) return [paint(style, COLORS[tone], word)];
  return [`${paint(style, 'red', 'Failed.')} ${report.error.message}`];
}

function countLines({ counts, findings, durationMs }: Report): readonly string[] {
  if (findings === undefined || findings.length === 0) return [];
  const open = counts.unknown + counts.skip;
  const parts = [
    `${counts.pass} passed`,
    ...(counts.warn > 0 ? [`${counts.warn} ${counts.warn === 1 ? 'warning' : 'warnings'}`] : []),
    ...(counts.fail > 0 ? [`${counts.fail} failed`] : []),
    ...(open > 0 ? [`${open} not checked`] : []),
    durationText(durationMs),
  ];
  return [parts.join(' · ')];
}

/** The command that removes the first failure, where nothing better is said below. */
function firstStep({ verdict, findings, next }: Report): string {
  if (verdict !== 'not-ready' || next !== undefined) return '';
  const failed = findings?.filter(({ status }) => status === 'fail') ?? [];
  const command = failed.flatMap(({ remedy }) => remedy?.commands ?? [])[0];
  return command === undefined ? '' : ` First: ${command}`;
}
