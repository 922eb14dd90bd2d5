import { deviceRows } from '../device-rows.ts';
import type { Report } from '../document.ts';
import { cell } from './marks.ts';

/** The machine as a table of two columns. */
export function machineLines({ facts, decision }: Report): readonly string[] {
  if (facts === undefined) return [];
  const rows = [
    [
      'System',
      [facts.os.name ?? facts.os.platform, facts.os.release, facts.os.arch].filter(Boolean).join(', '),
    ],
    ['CPU', facts.cpu?.brand ?? 'not known'],
    ['Python', facts.python?.version ?? 'not known'],
    ...deviceRows(facts).map(
      ({ name, driver, detail }) => [name, `driver ${driver}${detail === '' ? '' : `, ${detail}`}`] as const,
    ),
    ...(decision === undefined ? [] : [['Variant', decision.variant ?? 'none'] as const]),
  ] as const;
  return [
    '| | |',
    '| --- | --- |',
    ...rows.map(([name, value]) => `| ${cell(name ?? '')} | ${cell(value ?? '')} |`),
    '',
  ];
}
