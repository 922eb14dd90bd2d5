import type { Finding } from '../../findings/finding.ts';
import type { Plan } from '../../install/plan.ts';
import type { System } from '../../system/system.ts';
import type { Subject } from '../subject.ts';
import { launcherFile } from './launcher-file.ts';
import { openvinoCache } from './openvino-cache.ts';
import type { Action, Change, Repair } from './repair.ts';
import { seedPackages } from './seed-packages.ts';
import { settingsEncoding } from './settings-encoding.ts';
import { settingsRepairs } from './settings-repairs.ts';

/** Everything `sdn doctor --fix` may do, in the order in which it does it. */
const ALLOWED: readonly Repair[] = [
  seedPackages,
  settingsEncoding,
  ...settingsRepairs,
  launcherFile,
  openvinoCache,
];

export type Repairs = { readonly repairs: readonly Repair[]; readonly actions: readonly Action[] };

/** The repairs that the findings ask for. The cache is removed only when `clearCache` says so. */
export function repairsFor(
  subject: Subject,
  findings: readonly Finding[],
  clearCache: 'clear-cache' | 'keep-cache',
): Repairs {
  const asked = new Set(findings.filter(isTrouble).flatMap(({ remedy }) => remedy?.fixer ?? []));
  if (clearCache === 'clear-cache') asked.add('openvino-cache');
  else asked.delete('openvino-cache');
  const repairs = ALLOWED.filter(({ fixer, plan }) => asked.has(fixer) && plan(subject) !== null);
  return { repairs, actions: repairs.flatMap(({ plan }) => plan(subject) ?? []) };
}

function isTrouble({ status }: Finding): boolean {
  return status === 'fail' || status === 'warn';
}

/** The actions as a plan, for people and programs. */
export function repairPlan(actions: readonly Action[]): Plan {
  const steps = actions.map(({ fixer, title, detail, undoable }) => ({
    id: fixer,
    title,
    detail: undoable ? detail : `${detail} (cannot be taken back)`,
  }));
  return { schema: 'sdn.plan/1', steps };
}

/** Does them one after the other; a failure ends it, and what was done before stays recorded. */
export async function applyRepairs(
  { repairs }: Repairs,
  subject: Subject,
  {
    system,
    onChange,
  }: { readonly system: System; readonly onChange: (changes: readonly Change[]) => Promise<void> },
): Promise<void> {
  for (const repair of repairs) await onChange(await repair.apply(subject, system));
}
