import type { Variant } from './decision.ts';

/** What the user named; null where the machine decides. `index` is a label such as `cu126`. */
export type Request = {
  readonly variant: Variant | null;
  readonly index: string | null;
  /** A requirement such as `torch==2.12.1`, taken as it is. */
  readonly torchSpec: string | null;
};

export const NOTHING_ASKED: Request = { variant: null, index: null, torchSpec: null };
