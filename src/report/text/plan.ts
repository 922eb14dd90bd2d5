import type { Plan } from '../../install/plan.ts';
import { columns } from '../columns.ts';
import type { Style } from '../style.ts';
import { labelled } from '../wrap.ts';

export function planLines(plan: Plan | undefined, style: Style): readonly string[] {
  if (plan === undefined) return [];
  const column = Math.max(0, ...plan.steps.map((step) => columns(step.title))) + 2;
  return [
    'Plan',
    ...plan.steps.flatMap((step) =>
      labelled(step.title, step.detail, { width: style.width, indent: 2, column }),
    ),
  ];
}
