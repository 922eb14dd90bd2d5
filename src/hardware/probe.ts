import { monotonicMs } from '../system/clock.ts';
import type { System } from '../system/system.ts';
import type { Facts, ProbeRecord } from './facts.ts';

/** What one look at the machine brought: parts of the facts, and how the look ended. */
export type Reading<Seen> = {
  readonly status: ProbeRecord['status'];
  /** What was read; null unless the status is `ok`. */
  readonly seen: Seen | null;
  /** One line of the tool's own words, where they explain the end. */
  readonly detail?: string;
};

/** One look, at one thing. It never throws; time is limited by whoever runs it. */
export type Probe<Seen> = {
  readonly id: string;
  readonly read: (system: System) => Promise<Reading<Seen>>;
};

export type Read<Seen> = { readonly seen: Seen | null; readonly record: ProbeRecord };

/** Runs one probe and records how it ended, and how long it took in milliseconds. */
export async function runProbe<Seen>(probe: Probe<Seen>, system: System): Promise<Read<Seen>> {
  const started = monotonicMs();
  const reading = await probe.read(system).catch(() => ({ status: 'crashed', seen: null }) as Reading<Seen>);
  const ms = Math.round((monotonicMs() - started) * 10) / 10;
  const detail = reading.detail === undefined ? {} : { detail: reading.detail };
  return { seen: reading.seen, record: { id: probe.id, status: reading.status, ms, ...detail } };
}

export function found<Seen>(seen: Seen): Reading<Seen> {
  return { status: 'ok', seen };
}

export function missing<Seen>(status: Exclude<ProbeRecord['status'], 'ok'>, detail?: string): Reading<Seen> {
  return { status, seen: null, ...(detail === undefined ? {} : { detail }) };
}

export type Python = NonNullable<NonNullable<Facts['pythons']>[number]>;
