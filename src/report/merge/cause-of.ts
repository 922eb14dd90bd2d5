import { GROUPS } from '../../findings/finding.ts';
import type { SavedReport } from '../read/saved-report.ts';

export type Cause = {
  readonly cause: string;
  readonly title: string;
  readonly found: string | null;
  readonly fix: string | null;
};

/** Whether a report says that inference was witnessed and nothing stands against it. */
export function isProven({ proof, verdict, error }: SavedReport): boolean {
  return (
    proof?.verdict === 'proven' && error == null && (verdict === 'ready' || verdict === 'ready-with-warnings')
  );
}

/** Why a report is not proven: what comes first on the way from the machine to the inference is the cause. */
export function causeOf(report: SavedReport): Cause {
  return (
    ofError(report) ??
    ofFindings(report, 'fail') ??
    ofProof(report) ??
    ofFindings(report, 'unknown') ??
    ABSENT
  );
}

const ABSENT: Cause = {
  cause: 'proof.absent',
  title: 'The report holds no proof',
  found: null,
  fix: 'sdn verify --json --output report.json',
};

function ofError({ error }: SavedReport): Cause | null {
  if (error == null) return null;
  return { cause: `run.${error.code}`, title: error.message, found: null, fix: null };
}

function ofFindings({ findings }: SavedReport, status: 'fail' | 'unknown'): Cause | null {
  const wanted = (findings ?? []).filter((each) => each.status === status);
  const first = GROUPS.flatMap((group) => wanted.filter((each) => each.group === group))[0] ?? wanted[0];
  if (first === undefined) return null;
  return {
    cause: first.id,
    title: first.title,
    found: first.found ?? null,
    fix: first.remedy?.commands?.[0] ?? null,
  };
}

function ofProof({ proof }: SavedReport): Cause | null {
  if (proof == null || proof.verdict === 'proven') return null;
  const rung = proof.rungs?.find(({ verdict }) => verdict === proof.verdict);
  return {
    cause: `proof.${proof.verdict}`,
    title: `The proof is ${proof.verdict}`,
    found: rung?.reasons?.[0] ?? null,
    fix: null,
  };
}
