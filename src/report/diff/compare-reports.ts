import type { SavedReport } from '../read/saved-report.ts';
import type { Comparison } from './change.ts';
import { type Compared, compared, comparedLists } from './compared.ts';
import { findingChanges } from './finding-changes.ts';
import {
  deviceFacts,
  driverFacts,
  proofFacts,
  systemFacts,
  variantFacts,
  versionFacts,
} from './named-facts.ts';
import { speedChanges } from './speed-changes.ts';
import { verdictChanges } from './verdict-changes.ts';

/** A report and the file it was read from. */
export type Side = { readonly file: string; readonly report: SavedReport };

/** What changed from one report to the other, the weightiest areas first. */
export function compareReports(before: Side, after: Side): Comparison {
  const [was, is] = [before.report, after.report];
  const parts = [
    verdictChanges(was, is),
    compared('proof', proofFacts(was), proofFacts(is)),
    findingChanges(was, is),
    devicesOf(was, is),
    compared('driver', driverFacts(was), driverFacts(is)),
    compared('variant', variantFacts(was), variantFacts(is)),
    versionsOf(was, is),
    speedChanges(was, is),
    compared('system', systemFacts(was), systemFacts(is)),
  ];
  return {
    before: { file: before.file, startedAt: was.startedAt ?? null },
    after: { file: after.file, startedAt: is.startedAt ?? null },
    changes: parts.flatMap(({ changes }) => changes),
    same: parts.reduce((sum, { same }) => sum + same, 0),
  };
}

/** A card is gone only where the later report looked; a report without an inventory says nothing. */
function devicesOf(was: SavedReport, is: SavedReport): Compared {
  const looked = was.facts?.gpus != null && is.facts?.gpus != null;
  return (looked ? comparedLists : compared)('device', deviceFacts(was), deviceFacts(is));
}

/** A package is gone only where both reports hold the whole list. */
function versionsOf(was: SavedReport, is: SavedReport): Compared {
  const whole = was.environment?.installed != null && is.environment?.installed != null;
  return (whole ? comparedLists : compared)('version', versionFacts(was), versionFacts(is));
}
