import type { Facts } from '../hardware/facts.ts';
import type { Problem, Reason, SelectedDevice, Variant } from './decision.ts';
import type { Host } from './host.ts';

/** What one vendor's devices are judged against. */
export type Case = {
  readonly facts: Facts;
  readonly host: Host;
  /** The user named the variant: what detection would not dare is allowed, what cannot work is not. */
  readonly asked: boolean;
};

type Said = { readonly reasons: readonly Reason[]; readonly problems: readonly Problem[] };

/** These devices can be served. `release` is the torch version without its local label. */
export type Offer = Said & {
  readonly kind: 'offer';
  readonly variant: Variant;
  readonly index: string | null;
  readonly release: string | null;
  readonly selected: SelectedDevice | null;
  readonly env: Readonly<Record<string, string>>;
};

/**
 * These devices cannot be served. `repairable` when a driver or a setting stands in the way and not the
 * silicon: then an integrated device of another vendor is no substitute that anybody asked for.
 */
export type Drop = Said & { readonly kind: 'drop'; readonly repairable: boolean };

/** Nothing may be chosen, neither this vendor nor another: something is unknown, or must be put right first. */
export type Stop = Said & { readonly kind: 'stop' };

export type Assessment = Offer | Drop | Stop;

export function plus(code: string, text: string): Reason {
  return { sign: '+', code, text };
}

export function minus(code: string, text: string): Reason {
  return { sign: '-', code, text };
}

export function equals(code: string, text: string): Reason {
  return { sign: '=', code, text };
}

/** A drop for one problem, which is its reason too. */
export function dropFor(problem: Problem, repairable: Drop['repairable']): Drop {
  const reasons = [minus(problem.code, problem.text)];
  return { kind: 'drop', repairable, reasons, problems: [problem] };
}

/** A stop for one problem. */
export function stopFor(problem: Problem): Stop {
  return { kind: 'stop', reasons: [minus(problem.code, problem.text)], problems: [problem] };
}
