import type { Finding } from '../findings/finding.ts';
import type { Facts } from '../hardware/facts.ts';
import type { Manifest } from '../install/environment/manifest.ts';
import type { Emit } from '../install/plan.ts';
import type { System } from '../system/system.ts';
import { sdnextChoice } from './device/sdnext-choice.ts';
import type { Proof } from './proof.ts';
import type { Requirement } from './requirement.ts';

export const DEPTHS = ['auto', 'runtime', 'torch', 'sdnext'] as const;
type Depth = (typeof DEPTHS)[number];

export const ENGINES = ['python', 'c', 'node', 'all'] as const;
export type EngineChoice = (typeof ENGINES)[number];

export type VerifyWish = {
  readonly system: System;
  readonly dir: string;
  /** Null: the folder `venv` in `dir`. */
  readonly venv: string | null;
  /** Null: what SD.Next itself would use. */
  readonly device: string | null;
  readonly depth: Depth;
  readonly engine: EngineChoice;
  /** A recording of `sdn launch --witness`, to be judged instead of anything being run; null for none. */
  readonly witness: string | null;
  /** A model of the user's own, to be compiled ahead of time, and the cache it goes to; null for none. */
  readonly model: { readonly file: string; readonly cacheDir: string } | null;
  readonly require: Requirement | null;
  /** What the hardware inventory sees, or will have seen when it is asked for. */
  readonly facts: Facts | Promise<Facts>;
  readonly emit: Emit;
};

export type Verified = {
  readonly proof: Proof;
  readonly findings: readonly Finding[];
  readonly environment: Manifest | null;
};

/** The part of a wish that every engine's run of the smoke network takes. */
export async function smokeOf(wish: VerifyWish) {
  const { system, facts, emit } = wish;
  const device = wish.device ?? (await sdnextChoice(system, wish.dir));
  return { system, facts, emit, device, size: 'full' } as const;
}
