import { worstFirst } from '../all-findings.ts';
import type { Report } from '../document.ts';
import { headline } from '../headline.ts';
import { durationText } from '../quantities.ts';
import { paint, type Style } from '../style.ts';
import { VERDICTS } from '../verdict-words.ts';
import { wrap } from '../wrap.ts';
import { mark } from './findings.ts';

const COLORS = { good: 'green', mixed: 'yellow', bad: 'red', open: 'magenta' } as const;

/** How much was looked at, one line of verdict, and what to do next. */
export function verdictLines(report: Report, style: Style): readonly string[] {
  const next = (report.next ?? []).flatMap((line) => nextLine(line, style));
  if (style.quiet) return [quietLine(report, style)];
  if (report.findings === undefined && report.proof === undefined) return next;
  const { word, tone } = VERDICTS[report.verdict];
  const first = report.next === undefined ? firstStep(report) : [];
  const verdict = [paint(style, COLORS[tone], word), ...first].join(' ');
  return [...countLines(report).flatMap((line) => wrap(line, style.width, 0)), verdict, ...next];
}

/** A sentence is wrapped; a command of sdn's stays in one piece, so that it can be pasted. */
function nextLine(line: string, style: Style): readonly string[] {
  return /^(?:\S+ (?:run )?)?sdn /.test(line)
    ? [`${paint(style, 'bold', 'Next')}    ${line}`]
    : wrap(line, style.width, 0);
}

const FAILED = { word: 'Failed.', tone: 'bad' } as const;

/** The verdict, why it is not better, and what to do first, in one line. */
function quietLine(report: Report, style: Style): string {
  const { word, tone } = report.error === undefined ? headline(report) : FAILED;
  return [paint(style, COLORS[tone], word), ...reason(report, style), ...firstStep(report)].join(' ');
}

function reason({ error, findings = [] }: Report, style: Style): readonly string[] {
  if (error !== undefined) return [sentence(error.message)];
  const [first, ...more] = worstFirst(findings).filter(({ status }) => status !== 'warn');
  if (first === undefined) return [];
  const what = first.found === null ? first.title : `${first.title}: ${first.found}`;
  return [
    `${mark(first.status, style)} ${sentence(what)}`,
    ...(more.length > 0 ? [`And ${more.length} more.`] : []),
  ];
}

function sentence(text: string): string {
  return /[.?]$/.test(text) ? text : `${text}.`;
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

/** The command that removes the error or the first failure, where nothing better is said below. */
function firstStep({ verdict, findings, error }: Report): readonly string[] {
  if (verdict !== 'not-ready') return [];
  const failed = findings?.filter(({ status }) => status === 'fail') ?? [];
  const [command] = error?.hints ?? failed.flatMap(({ remedy }) => remedy?.commands ?? []);
  return command === undefined ? [] : [`First: ${command}`];
}
