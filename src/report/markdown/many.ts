import type { Report } from '../document.ts';
import { cell } from './marks.ts';

/** A fleet as a table of causes; nothing in the report of one machine. */
export function fleetLines({ fleet }: Report): readonly string[] {
  if (fleet === undefined) return [];
  const rows = fleet.causes.map(
    ({ cause, title, count, fix }) => `| ${count} | \`${cause}\` | ${cell(title)} | ${cell(fix ?? '')} |`,
  );
  return [
    `**${fleet.proven} of ${fleet.read}** machines are proven; ${fleet.broken.count} of ${fleet.files} files are no report.`,
    '',
    '| machines | cause | what | fix |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
  ];
}

/** What changed between two reports, as a table. */
export function comparisonLines({ comparison }: Report): readonly string[] {
  if (comparison === undefined) return [];
  const rows = comparison.changes.map(({ area, subject, before, after, direction }) =>
    [direction, area, cell(subject), cell(before ?? 'not there'), cell(after ?? 'not there')].join(' | '),
  );
  return [
    `${comparison.changes.length} changed, ${comparison.same} the same.`,
    '',
    '| | area | what | before | after |',
    '| --- | --- | --- | --- | --- |',
    ...rows.map((row) => `| ${row} |`),
    '',
  ];
}
