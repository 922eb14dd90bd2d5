import { type Finding, STATUSES, type Status } from './finding.ts';

export type Counts = Readonly<Record<Status, number>>;
export type Readiness = 'ready' | 'ready-with-warnings' | 'not-ready' | 'undetermined';

/** How many findings there are of each status. */
export function count(findings: readonly Finding[]): Counts {
  const counts = Object.fromEntries(STATUSES.map((status) => [status, 0])) as Record<Status, number>;
  for (const each of findings) counts[each.status] += 1;
  return counts;
}

/** One word for all findings: a failure outweighs an unknown, an unknown outweighs a warning. */
export function readiness(counts: Counts): Readiness {
  if (counts.fail > 0) return 'not-ready';
  if (counts.unknown > 0) return 'undetermined';
  return counts.warn > 0 ? 'ready-with-warnings' : 'ready';
}
