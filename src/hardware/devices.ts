import type { Facts, ProbeRecord } from './facts.ts';
import type { SeenGpu, SeenNpu } from './seen.ts';

/** The part of the facts that hardware probes bring. Null lists: nobody could look. */
export type Devices = {
  readonly gpus: SeenGpu[] | null;
  readonly npus: SeenNpu[] | null;
  readonly runtimes: NonNullable<Facts['runtimes']>;
  readonly tools: NonNullable<Facts['tools']>;
  readonly probes: ProbeRecord[];
  /** macOS only: this process runs under Rosetta. */
  readonly translated?: boolean;
};

/** Which of these probes found their tool installed. */
export function toolsAmong(
  records: readonly ProbeRecord[],
  names: readonly string[],
): Record<string, boolean> {
  const known = records.filter(({ id }) => names.includes(id));
  return Object.fromEntries(known.map(({ id, status }) => [id, status !== 'absent']));
}
