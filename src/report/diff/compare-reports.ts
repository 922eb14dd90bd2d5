import type { SavedReport } from '../read/saved-report.ts';
import type { Comparison } from './change.ts';
import { compared } from './compared.ts';
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
    compared('device', deviceFacts(was), deviceFacts(is)),
    compared('driver', driverFacts(was), driverFacts(is)),
    compared('variant', variantFacts(was), variantFacts(is)),
    compared('version', versionFacts(was), versionFacts(is)),
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
