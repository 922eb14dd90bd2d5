import { deviceRows } from '../device-rows.ts';
import type { Report } from '../document.ts';
import { machineRows } from '../machine-rows.ts';
import { cell } from './marks.ts';

/** The machine as a table of two columns. */
export function machineLines({ facts, environment, decision }: Report): readonly string[] {
  if (facts === undefined) return [];
  const rows = [
    ...machineRows(facts, environment),
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
