import type { Channel } from '../proof.ts';
import type { GraphRow, ProfileRow } from '../replies/profile-rows.ts';
import type { RuntimeReply } from '../replies/runtime-reply.ts';
import { type Family, familyOf, familyOfDevice } from '../runtime/families.ts';
import { HEAVY } from '../smoke/network.ts';
import { absent, agrees, disagrees } from './channel.ts';

type Profiled = NonNullable<RuntimeReply['profiled']>;
type Reading = {
  readonly executed: readonly ProfileRow[];
  readonly convolutions: number;
  readonly products: number;
  readonly foreign: readonly string[];
  /** Families that owned heavy operations. */
  readonly families: readonly Family[];
  /** Of the time of all operations, what the convolutions took. */
  readonly convolving: number;
  readonly share: number;
};

/** Sum of all operations' times over the wall time of the profiled inference; outside, the accounting is wrong. */
const PLAUSIBLE_SHARE = { least: 0.1, most: 1.5 } as const;
/**
 * Convolutions are nearly all of the arithmetic: measured here, 0.69 of the time in bfloat16 on a CPU. A matrix
 * engine is faster at them than at all else, yet never this fast.
 */
const LEAST_CONVOLVING = 0.02;
/** An inference-level record of an NPU names no operation. */
const WHOLE_INFERENCE = 'INFER_REQ';

/** What ran, operation by operation, against the devices (`CPU`, `GPU.0`…) that should have done it. */
export function profileChannel(profiled: Profiled | undefined, devices: readonly string[]): Channel {
  const wanted = [...new Set(devices.map(familyOfDevice))];
  const executed = (profiled?.rows ?? []).filter((row) => row.status === 'EXECUTED' && row.count > 0);
  if (profiled === undefined || executed.length === 0)
    return absent('profile', 'The profile is empty: nothing says which operations ran.');
  if (executed.every((row) => row.exec === WHOLE_INFERENCE))
    return absent('profile', 'The profile holds one record for the whole inference.');
  const reading = read(executed, wanted, profiled.wallMs);
  const objection = objectionTo(reading, profiled, wanted);
  const detail = { ...summary(reading), exec: named(executed) };
  if (objection !== null) return disagrees('profile', familiesNamed(executed), objection, detail);
  return agrees('profile', devices.join(','), detail);
}

function read(executed: readonly ProfileRow[], wanted: readonly Family[], wallMs: number): Reading {
  const heavy = executed.filter((row) => isConvolution(row) || isProduct(row));
  const us = executed.reduce((sum, row) => sum + row.realUs, 0);
  return {
    executed,
    convolutions: total(executed.filter(isConvolution)),
    products: total(executed.filter(isProduct)),
    families: [...new Set(heavy.map((row) => familyOf(row.exec)))],
    convolving: executed.filter(isConvolution).reduce((sum, row) => sum + row.realUs, 0) / us,
    foreign: heavy.filter((row) => !wanted.includes(familyOf(row.exec))).map((row) => row.exec),
    share: us / (wallMs * 1000),
  };
}

function objectionTo(reading: Reading, profiled: Profiled, wanted: readonly Family[]): string | null {
  const { convolutions, products, foreign, share } = reading;
  if (foreign.length > 0) return `Heavy operations ran as ${foreign.join(', ')}.`;
  if (!reading.executed.some((row) => wanted.includes(familyOf(row.exec))))
    return 'No operation ran as one of this device.';
  if (!wanted.includes('npu') && convolutions < HEAVY.convolutions)
    return `${convolutions} of ${HEAVY.convolutions} convolutions were executed.`;
  if (!wanted.includes('npu') && products < HEAVY.projections)
    return `${products} of ${HEAVY.projections} matrix products were executed.`;
  const idle = wanted.filter((family) => family === 'gpu' && !reading.families.includes(family));
  if (idle.length > 0) return `No heavy operation ran on the ${idle.join(', ').toUpperCase()}.`;
  if (!wanted.includes('npu') && !(reading.convolving >= LEAST_CONVOLVING))
    return `The convolutions took ${Math.round(reading.convolving * 100)} % of the time of all operations.`;
  if (!(share >= PLAUSIBLE_SHARE.least && share <= PLAUSIBLE_SHARE.most))
    return `The operations' times add up to ${share.toFixed(2)} of the inference's.`;
  return objectionOfGraph(profiled.graph, reading, wanted);
}

/** The runtime graph is filled by another part of the runtime; where it exists, it must tell the same story. */
function objectionOfGraph(
  graph: readonly GraphRow[] | null,
  { convolutions }: Reading,
  wanted: readonly Family[],
): string | null {
  const executed = (graph ?? []).filter((row) => row.executed);
  if (graph === null || wanted.includes('npu') || wanted.length > 1) return null;
  const inGraph = total(executed.filter(isConvolution));
  if (inGraph !== convolutions)
    return `The profile counts ${convolutions} convolutions, the run graph ${inGraph}.`;
  const foreign = executed.filter((row) => isConvolution(row) && !wanted.includes(familyOf(row.exec)));
  return foreign.length === 0 ? null : `The run graph names ${foreign.map((row) => row.exec).join(', ')}.`;
}

const isConvolution = ({ type }: { type: string }) => /^convolution/i.test(type);
const isProduct = ({ type }: { type: string }) => /^(?:fully_?connected|matmul|gemm)/i.test(type);
const total = (rows: readonly { readonly count: number }[]) => rows.reduce((sum, row) => sum + row.count, 0);

function summary({ convolutions, products, share, convolving, executed }: Reading) {
  return {
    convolving: Number(convolving.toFixed(3)),
    executed: total(executed),
    convolutions,
    products,
    share: Number(share.toFixed(3)),
  };
}

/** Microseconds for each implementation name, the busiest first, at most eight. */
function named(rows: readonly ProfileRow[]): Record<string, number> {
  const sums = new Map<string, number>();
  for (const row of rows) sums.set(row.exec, (sums.get(row.exec) ?? 0) + row.realUs);
  return Object.fromEntries([...sums].sort(([, left], [, right]) => right - left).slice(0, 8));
}

function familiesNamed(rows: readonly ProfileRow[]): string {
  return [...new Set(rows.map((row) => familyOf(row.exec).toUpperCase()))].join(',');
}
