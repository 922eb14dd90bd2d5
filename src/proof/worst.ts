import type { ProofVerdict } from './proof.ts';

const WORST_FIRST: readonly ProofVerdict[] = ['failed', 'contradicted', 'unknown', 'reported', 'proven'];

/** The verdict on several rungs: the worst of them; `unknown` where none ran. */
export function worst(verdicts: readonly ProofVerdict[]): ProofVerdict {
  return WORST_FIRST.find((verdict) => verdicts.includes(verdict)) ?? 'unknown';
}
