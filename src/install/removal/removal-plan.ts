import type { Plan, PlanStep } from '../plan.ts';
import { readableBytes } from '../stage/resources.ts';
import type { Measure } from './measure.ts';
import type { Preview } from './remove.ts';

/** What a removal takes and what it leaves, as a plan. */
export function removalPlan(preview: Preview): Plan {
  return { schema: 'sdn.plan/1', steps: [removes(preview), keeps(preview)] };
}

/** `2.2 GB in 39,123 files`. */
export function sizeText({ bytes, files }: Measure): string {
  // `toLocaleString` does the same, and takes 11 ms to learn how.
  const count = String(files).replace(/\B(?=(?:\d{3})+$)/g, ',');
  return `${readableBytes(bytes)} in ${count} ${files === 1 ? 'file' : 'files'}`;
}

function removes(preview: Preview): PlanStep {
  const detail = `${preview.venv}: ${sizeText(preview)}; ${nature(preview)}`;
  return { id: 'remove', title: 'Remove', detail };
}

function nature({ environment }: Preview): string {
  const also = environment.extra.length === 0 ? '' : `; with it goes ${listed(environment.extra)}`;
  if (environment.kind === 'ours') return `made by sdn for ${environment.manifest.variant}${also}`;
  if (environment.kind === 'damaged') return `a damaged environment, ${environment.why}${also}`;
  return `not made by sdn but by ${environment.madeBy ?? 'something else'}${also}`;
}

function keeps({ stays }: Preview): PlanStep {
  const detail = stays.length === 0 ? 'There is nothing else beside it.' : `All else: ${listed(stays)}`;
  return { id: 'keep', title: 'Keep', detail };
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 8).join(', ');
  return names.length > 8 ? `${shown} and ${names.length - 8} more` : shown;
}
