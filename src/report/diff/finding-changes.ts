import type { Status } from '../../findings/finding.ts';
import type { SavedReport } from '../read/saved-report.ts';
import type { Change } from './change.ts';
import type { Compared } from './compared.ts';

type Finding = NonNullable<SavedReport['findings']>[number];

const RANK: Readonly<Record<Status, number>> = { pass: 0, info: 0, skip: 1, warn: 2, unknown: 3, fail: 4 };

/** Findings by id and subject: new ones, gone ones, and those whose status is another. */
export function findingChanges(before: SavedReport, after: SavedReport): Compared {
  const [was, is] = [byKey(before), byKey(after)];
  const keys = [...new Set([...is.keys(), ...was.keys()])];
  const changes = keys.map((key) => changeOf(key, was.get(key), is.get(key))).filter((each) => each !== null);
  return { changes, same: keys.length - changes.length };
}

function byKey({ findings }: SavedReport): ReadonlyMap<string, Finding> {
  return new Map((findings ?? []).map((each) => [[each.id, each.subject].filter(Boolean).join(' '), each]));
}

/** That a check which passes was not there before, or is not there now, is no news. */
function changeOf(subject: string, was: Finding | undefined, is: Finding | undefined): Change | null {
  const [from, to] = [was?.status ?? null, is?.status ?? null];
  const [low, high] = [rank(from), rank(to)];
  if (from === to || (low === 0 && high === 0)) return null;
  const direction = high > low ? 'worse' : high < low ? 'better' : 'changed';
  return { area: 'finding', subject, before: said(was), after: said(is), direction };
}

function rank(status: Status | null): number {
  return status === null ? 0 : RANK[status];
}

function said(each: Finding | undefined): string | null {
  if (each === undefined) return null;
  return each.found == null ? each.status : `${each.status}: ${each.found}`;
}
