import { columns } from '../columns.ts';
import type { Change, Comparison } from '../diff/change.ts';
import { paint, type Style } from '../style.ts';
import { labelled } from '../wrap.ts';

const COLORS = { better: 'green', worse: 'red', changed: 'yellow' } as const;
const SIGNS = { better: '+', worse: '-', changed: '~' } as const;
const WIDEST_LABEL = 28;

/** What changed, one line a change, grouped by area; `-` is worse, `+` better, `~` neither. */
export function comparisonLines(comparison: Comparison | undefined, style: Style): readonly string[] {
  if (comparison === undefined) return [];
  const { changes, same, before, after } = comparison;
  const head = { width: style.width, indent: 0, column: 8 };
  const areas = [...new Set(changes.map(({ area }) => area))];
  return [
    ...labelled('Before', [before.file, before.startedAt].filter(Boolean).join(', '), head),
    ...labelled('After', [after.file, after.startedAt].filter(Boolean).join(', '), head),
    ...areas.flatMap((area) => [
      '',
      title(area, style),
      ...changes.filter((each) => each.area === area).flatMap((each) => changeLines(each, style)),
    ]),
    '',
    changes.length === 0
      ? `Nothing changed; ${same} things are the same.`
      : `${changes.length} changed, ${same} the same.`,
  ];
}

function title(area: string, style: Style): string {
  return paint(style, 'bold', area.charAt(0).toUpperCase() + area.slice(1));
}

function changeLines({ subject, before, after, direction }: Change, style: Style): readonly string[] {
  const sign = paint(style, COLORS[direction], SIGNS[direction]);
  const text = `${before ?? 'not there'} → ${after ?? 'not there'}`;
  const narrow = columns(subject) > WIDEST_LABEL || style.width < 60;
  const layout = { width: style.width, indent: 4, column: narrow ? 0 : WIDEST_LABEL + 2 };
  if (narrow)
    return [
      ...labelled(`  ${sign}`, subject, { ...layout, indent: 0, column: 4 }),
      ...labelled('', text, { ...layout, indent: 6 }),
    ];
  const [first = '', ...rest] = labelled(subject, text, layout);
  return [`  ${sign} ${first.trimStart()}`, ...rest];
}
