import { type Finding, finding } from '../findings/finding.ts';
import type { Report } from './document.ts';

/**
 * Everything a report says about what is well and what is not, as findings: those of the checks, then what the
 * error, the decision's problems and rungs without a finding of their own come to. For formats that know only lists.
 */
export function allFindings(report: Report): readonly Finding[] {
  return [...(report.findings ?? []), ...ofError(report), ...ofProblems(report), ...ofRungs(report)];
}

const UNDETERMINED = 4;

function ofError({ error }: Report): readonly Finding[] {
  if (error === undefined) return [];
  const { code, message, need, hints, exit } = error;
  const status = exit === UNDETERMINED ? 'unknown' : 'fail';
  const remedy =
    hints.length === 0 ? null : { summary: '', commands: hints, needs: [], fixer: null, docs: null };
  return [finding({ id: `run.${code}`, group: 'system', status, title: message, need, remedy })];
}

function ofProblems({ decision }: Report): readonly Finding[] {
  const status = decision?.variant === null ? 'fail' : 'warn';
  return (decision?.problems ?? []).map(({ code, text, remedy }) =>
    finding({
      id: `decision.${code}`,
      group: 'driver',
      status,
      title: text,
      remedy: { summary: remedy, commands: [remedy], needs: [], fixer: null, docs: null },
    }),
  );
}

const RUNG_STATUS = {
  proven: 'pass',
  reported: 'warn',
  contradicted: 'fail',
  failed: 'fail',
  unknown: 'unknown',
} as const;

function ofRungs({ proof, findings }: Report): readonly Finding[] {
  if (proof === undefined || findings?.some(({ group }) => group === 'inference')) return [];
  return proof.rungs.map((rung) =>
    finding({
      id: `inference.${rung.rung}`,
      group: 'inference',
      status: RUNG_STATUS[rung.verdict],
      title: `${rung.rung}: ${rung.verdict}`,
      subject: rung.device,
      found: rung.reasons.join(' ') || null,
    }),
  );
}

/** `Found … Need … Fix …`, one part a line; empty where there is nothing to say. */
export function foundNeedFix({ found, need, remedy }: Finding): readonly string[] {
  const commands = remedy?.commands ?? [];
  const fixes = commands.length > 0 ? commands : [remedy?.summary ?? ''].filter((text) => text !== '');
  return [
    ...(found === null ? [] : [`Found: ${found}`]),
    ...(need === null ? [] : [`Need: ${need}`]),
    ...fixes.map((fix) => `Fix: ${fix}`),
  ];
}

/** What a reader must know about first: failures, then what is not determined, then warnings. */
export function worstFirst(findings: readonly Finding[]): readonly Finding[] {
  return (['fail', 'unknown', 'warn'] as const).flatMap((status) =>
    findings.filter((each) => each.status === status),
  );
}
