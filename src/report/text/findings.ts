import { type Finding, GROUPS, type Status } from '../../findings/finding.ts';
import { safeLine } from '../../findings/safe.ts';
import { columns } from '../columns.ts';
import { paint, type Style } from '../style.ts';
import { labelled, wrap } from '../wrap.ts';

type Look = { readonly glyph: string; readonly ascii: string; readonly color: Parameters<typeof paint>[1] };

const LOOKS: Readonly<Record<Status, Look>> = {
  pass: { glyph: '✓', ascii: 'ok  ', color: 'green' },
  info: { glyph: '•', ascii: '--  ', color: 'dim' },
  warn: { glyph: '!', ascii: 'warn', color: 'yellow' },
  fail: { glyph: '✗', ascii: 'FAIL', color: 'red' },
  skip: { glyph: '–', ascii: 'skip', color: 'dim' },
  unknown: { glyph: '?', ascii: '??  ', color: 'magenta' },
};

const WORST_FIRST: readonly Status[] = ['fail', 'unknown', 'warn', 'info', 'pass', 'skip'];

/** Groups in fixed order; one that is well takes a line, one that is not shows what is wrong in full. */
export function findingLines(findings: readonly Finding[], style: Style): readonly string[] {
  return GROUPS.flatMap((group) =>
    groupLines(
      group,
      findings.filter((each) => each.group === group),
      style,
    ),
  );
}

const GROUP_COLUMN = 13;

function groupLines(group: string, findings: readonly Finding[], style: Style): readonly string[] {
  if (findings.length === 0) return [];
  const worst = WORST_FIRST.find((status) => findings.some((each) => each.status === status)) ?? 'pass';
  const shown = style.verbose ? findings : findings.filter((each) => !['pass', 'skip'].includes(each.status));
  const name = group.charAt(0).toUpperCase() + group.slice(1);
  return [
    ...labelled(`${mark(worst, style)} ${name}`, summary(findings), {
      width: style.width,
      indent: 0,
      column: columns(mark(worst, style)) + GROUP_COLUMN,
    }),
    ...shown.flatMap((each) => itemLines(each, style)),
  ];
}

function summary(findings: readonly Finding[]): string {
  const number = (status: Status) => findings.filter((each) => each.status === status).length;
  const parts = [
    [number('fail'), 'failed'],
    [number('unknown'), 'not determined'],
    [number('warn'), number('warn') === 1 ? 'warning' : 'warnings'],
    [number('pass'), 'passed'],
    [number('info'), number('info') === 1 ? 'note' : 'notes'],
    [number('skip'), 'skipped'],
  ] as const;
  return parts
    .filter(([amount]) => amount > 0)
    .map(([amount, word]) => `${amount} ${word}`)
    .join(', ');
}

function itemLines(item: Finding, style: Style): readonly string[] {
  const layout = { width: style.width, indent: 6, column: 8 };
  const [command, ...more] = item.remedy?.commands ?? [];
  return [
    ...titleLines(item, style),
    ...(item.found === null ? [] : labelled('Found', item.found, layout)),
    ...(item.need === null ? [] : labelled('Need', item.need, layout)),
    ...(command === undefined ? summaryOnly(item, style) : [`      Fix     ${safeLine(command)}`]),
    ...more.map((each) => `              ${safeLine(each)}`),
    ...(style.verbose ? evidenceLines(item, style) : []),
  ];
}

function titleLines(item: Finding, style: Style): readonly string[] {
  const [first = '', ...rest] = wrap(item.title, style.width - 4, 4);
  const line = `  ${mark(item.status, style)} ${first.trimStart()}`;
  const room = style.width - columns(line) - item.id.length - 2;
  return [room >= 0 && rest.length === 0 ? `${line}  ${paint(style, 'dim', item.id)}` : line, ...rest];
}

function summaryOnly(item: Finding, style: Style): readonly string[] {
  if (item.remedy === null) return [];
  return labelled('Fix', item.remedy.summary, { width: style.width, indent: 6, column: 8 });
}

function evidenceLines(item: Finding, style: Style): readonly string[] {
  return item.evidence.flatMap(({ source, value }) =>
    labelled('Seen', `${source}: ${value}`, { width: style.width, indent: 6, column: 8 }),
  );
}

/** The sign of a status, in its colour. */
export function mark(status: Status, style: Style): string {
  const look = LOOKS[status];
  return paint(style, look.color, style.unicode ? look.glyph : look.ascii);
}
