import type { Check } from '../findings/check.ts';
import type { Finding, Group } from '../findings/finding.ts';
import { runChecks } from '../findings/run-checks.ts';
import { interruptedFindings } from '../install/transaction/recover-first.ts';
import type { System } from '../system/system.ts';
import { inspect } from './inspect.ts';
import { CHECKS } from './registry.ts';
import type { Change } from './repair/repair.ts';
import { applyRepairs, type Repairs, repairsFor } from './repair/repairs.ts';
import { recordChanges } from './repair/undo.ts';
import type { Subject } from './subject.ts';

export type Examination = { readonly subject: Subject; readonly findings: readonly Finding[] };

type Asked = Parameters<typeof inspect>[1] & { readonly only: readonly Group[] };

/** Every check of the named groups (all where none is named), side by side, in fixed order. Changes nothing. */
export async function examine(system: System, asked: Asked): Promise<Examination> {
  const subject = await inspect(system, asked);
  const wanted = (check: Check<Subject>) => asked.only.length === 0 || asked.only.includes(check.group);
  const about = asked.only.length === 0 || asked.only.includes('packages');
  const interrupted = about ? await interruptedFindings(asked.place, system) : [];
  return { subject, findings: [...interrupted, ...(await runChecks(CHECKS.filter(wanted), subject))] };
}

/** The repairs that an examination asks for. */
export function repairsOf(
  { subject, findings }: Examination,
  clearCache: 'clear-cache' | 'keep-cache',
): Repairs {
  return repairsFor(subject, findings, clearCache);
}

/** Carries repairs out, writes down how to take them back, and examines again. */
export async function repairAndExamine(
  system: System,
  asked: Asked,
  { repairs, before }: { readonly repairs: Repairs; readonly before: Examination },
): Promise<Examination> {
  const changes: Change[] = [];
  const onChange = async (more: readonly Change[]) => {
    changes.push(...more);
    await recordChanges(asked.place.dir, changes);
  };
  await applyRepairs(repairs, before.subject, { system, onChange });
  return examine(system, asked);
}
