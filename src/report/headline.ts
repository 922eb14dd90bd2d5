import type { Report } from './document.ts';
import { type Tone, VERDICTS } from './verdict-words.ts';

type Headline = { readonly word: string; readonly tone: Tone };

/**
 * What a report comes to, in a few words. `Ready.` only where something was judged: that a comparison or a choice
 * went well says nothing about the machine.
 */
export function headline(report: Report): Headline {
  return (
    ofError(report) ??
    ofFleet(report) ??
    ofComparison(report) ??
    ofJudgement(report) ??
    ofDecision(report) ??
    ofRest(report)
  );
}

function ofError({ error, exitCode }: Report): Headline | null {
  if (error === undefined) return null;
  return { word: `Ended early, exit code ${exitCode}.`, tone: exitCode === 4 ? 'open' : 'bad' };
}

function ofFleet({ fleet, verdict }: Report): Headline | null {
  if (fleet === undefined) return null;
  return { word: `${fleet.proven} of ${fleet.read} machines are proven.`, tone: VERDICTS[verdict].tone };
}

function ofComparison({ comparison }: Report): Headline | null {
  if (comparison === undefined) return null;
  const { length } = comparison.changes;
  if (length === 0) return { word: 'Nothing changed.', tone: 'good' };
  const worse = comparison.changes.some(({ direction }) => direction === 'worse');
  return { word: `${length} ${length === 1 ? 'thing' : 'things'} changed.`, tone: worse ? 'bad' : 'open' };
}

function ofJudgement({ findings, proof, verdict }: Report): Headline | null {
  return proof === undefined && (findings ?? []).length === 0 ? null : VERDICTS[verdict];
}

function ofDecision({ decision, verdict }: Report): Headline | null {
  if (decision === undefined) return null;
  if (decision.variant === null) return { word: 'No variant may be chosen.', tone: VERDICTS[verdict].tone };
  return {
    word: `Fits this machine: ${decision.variant}.`,
    tone: decision.problems.length > 0 ? 'mixed' : 'good',
  };
}

function ofRest({ plan, verdict }: Report): Headline {
  if (verdict !== 'ready' && verdict !== 'ready-with-warnings') return VERDICTS[verdict];
  return { word: plan === undefined ? 'Done.' : 'A plan.', tone: 'open' };
}
