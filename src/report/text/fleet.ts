import type { Fleet } from '../merge/fleet.ts';
import { paint, type Style } from '../style.ts';
import { labelled } from '../wrap.ts';

/** How many machines, how many proven, on what. What is wrong follows as findings. */
export function fleetLines(fleet: Fleet | undefined, style: Style): readonly string[] {
  if (fleet === undefined) return [];
  const rows = [
    ['Reports', `${fleet.read} read of ${fleet.files} files`],
    ['Proven', `${fleet.proven} of ${fleet.read}`],
    ['Devices', counted(fleet.devices)],
    ['Variants', counted(fleet.variants)],
  ] as const;
  return rows
    .filter(([, value]) => value !== '')
    .flatMap(([label, value]) =>
      labelled(paint(style, 'bold', label), value, { width: style.width, indent: 0, column: 11 }),
    );
}

function counted(counts: Fleet['devices']): string {
  return Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');
}
