import { basename } from 'node:path';
import { readReport } from '../read/read-report.ts';
import type { SavedReport } from '../read/saved-report.ts';
import { type Cause, causeOf, isProven } from './cause-of.ts';
import { type Fleet, type FleetHost, HOSTS_LISTED } from './fleet.ts';

type Group = { readonly cause: Cause; count: number; readonly hosts: FleetHost[] };

/** What is kept while files go by: counts and short lists, never a report. */
type Tally = {
  read: number;
  proven: number;
  brokenCount: number;
  readonly broken: { file: string; reason: string }[];
  readonly verdicts: Map<string, number>;
  readonly devices: Map<string, number>;
  readonly variants: Map<string, number>;
  readonly groups: Map<string, Group>;
};

/** Many reports as one, read one after another; a file that is no report is listed and does not stop the rest. */
export function mergeReports(files: readonly string[]): Fleet {
  const tally = emptyTally();
  for (const file of files) addFile(tally, file);
  return fleetOf(tally, files.length);
}

function emptyTally(): Tally {
  const maps = { verdicts: new Map(), devices: new Map(), variants: new Map(), groups: new Map() };
  return { read: 0, proven: 0, brokenCount: 0, broken: [], ...maps };
}

function addFile(tally: Tally, file: string): void {
  const result = readReport(file);
  if (result.ok) {
    addReport(tally, basename(file), result.report);
    return;
  }
  tally.brokenCount += 1;
  if (tally.broken.length < HOSTS_LISTED) tally.broken.push({ file, reason: result.reason });
}

function addReport(tally: Tally, file: string, report: SavedReport): void {
  tally.read += 1;
  increment(tally.verdicts, report.verdict);
  increment(tally.devices, deviceOf(report) ?? 'not known');
  increment(tally.variants, report.environment?.variant ?? report.decision?.variant ?? 'not known');
  if (isProven(report)) tally.proven += 1;
  else addNotProven(tally, file, report);
}

function addNotProven(tally: Tally, file: string, report: SavedReport): void {
  const cause = causeOf(report);
  const group = tally.groups.get(cause.cause) ?? { cause, count: 0, hosts: [] };
  tally.groups.set(cause.cause, group);
  group.count += 1;
  if (group.hosts.length >= HOSTS_LISTED) return;
  const { verdict, proof } = report;
  group.hosts.push({
    file,
    verdict,
    proof: proof?.verdict ?? null,
    device: deviceOf(report),
    found: cause.found,
  });
}

function deviceOf({ proof }: SavedReport): string | null {
  return proof?.device.name ?? proof?.device.resolved ?? null;
}

function increment(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function fleetOf(tally: Tally, files: number): Fleet {
  return {
    files,
    read: tally.read,
    proven: tally.proven,
    notProven: tally.read - tally.proven,
    verdicts: Object.fromEntries(mostFirst(tally.verdicts)),
    devices: Object.fromEntries(mostFirst(tally.devices)),
    variants: Object.fromEntries(mostFirst(tally.variants)),
    causes: [...tally.groups.values()]
      .sort((left, right) => right.count - left.count || left.cause.cause.localeCompare(right.cause.cause))
      .map(({ cause: { cause, title, fix }, count, hosts }) => ({ cause, title, count, fix, hosts })),
    broken: { count: tally.brokenCount, files: tally.broken },
  };
}

function mostFirst(counts: ReadonlyMap<string, number>): readonly (readonly [string, number])[] {
  return [...counts].sort(([left, many], [right, more]) => more - many || left.localeCompare(right));
}
