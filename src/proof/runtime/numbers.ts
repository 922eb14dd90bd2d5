import reference from '../../../templates/tables/smoke-reference.json' with { type: 'json' };
import { mix } from '../smoke/mix.ts';
import type { Size } from '../smoke/network.ts';
import type { Seal } from '../smoke/seal.ts';

/** What the independent float64 implementation says about one output channel. */
type ChannelReference = {
  readonly mean: number;
  readonly rms: number;
  readonly min: number;
  readonly max: number;
  readonly samples: readonly number[];
  readonly projections: readonly number[];
};

/** How far an output is from the reference, and what is wrong with it in itself. */
export type Deviation = {
  /** Largest error of a sampled value over the largest reference value. */
  readonly worst: number;
  /** Root mean square of the error over that of the reference, estimated from inner products over all values. */
  readonly rms: number;
  readonly cosine: number;
  readonly defect: 'none' | 'length' | 'not-finite' | 'constant';
};

export type Reference = readonly ChannelReference[];

/** How many inputs the table holds for each size. */
export const REFERENCE_INPUTS = reference.sizes.small.length;

/** The reference for input `number`, as it leaves the sealed network: channels reordered and scaled. */
export function referenceFor(size: Size, number: number, seal: Seal): Reference {
  const channels = reference.sizes[size][number] ?? [];
  return seal.order.flatMap((from, to) => {
    const channel = channels[from];
    return channel === undefined ? [] : [sealed(channel, seal.gains[to] ?? 0)];
  });
}

function sealed(channel: ChannelReference, gain: number): ChannelReference {
  const extremes = [channel.min * gain, channel.max * gain];
  return {
    mean: channel.mean * gain,
    rms: channel.rms * Math.abs(gain),
    min: Math.min(...extremes),
    max: Math.max(...extremes),
    samples: channel.samples.map((value) => value * gain),
    projections: channel.projections.map((value) => value * gain),
  };
}

/** Little-endian float32 values of base64 text; an empty array for anything else. */
export function decodeOutput(text: string | null): Float32Array {
  const bytes = Buffer.from(text ?? '', 'base64');
  // Node runs on little-endian processors only; the copy is there for the alignment.
  return bytes.length % 4 === 0 ? new Float32Array(new Uint8Array(bytes).buffer) : new Float32Array();
}

/** Compares one whole output, shape [1, channels, H, W] flat, with the reference; `values` is the expected length. */
export function deviation(output: Float32Array, expected: Reference, values: number): Deviation {
  const defect = defectOf(output, values);
  if (defect !== 'none') return { worst: Infinity, rms: Infinity, cosine: 0, defect };
  const each = values / expected.length;
  const pairs = expected.map((channel, at) => compared(output.subarray(at * each, (at + 1) * each), channel));
  const largest = Math.max(...expected.map(({ min, max }) => Math.max(Math.abs(min), Math.abs(max))));
  const samples = pairs.flatMap(({ samples }) => samples);
  return {
    worst: Math.max(...samples.map(([got, want]) => Math.abs(got - want))) / largest,
    rms: Math.max(...pairs.map(({ rms }) => rms)),
    cosine: cosine(samples),
    defect,
  };
}

function defectOf(output: Float32Array, values: number): Deviation['defect'] {
  if (output.length !== values || values === 0) return 'length';
  if (output.some((value) => !Number.isFinite(value))) return 'not-finite';
  return output.every((value) => value === output[0]) ? 'constant' : 'none';
}

type Pair = readonly [got: number, want: number];

function compared(output: Float32Array, channel: ChannelReference) {
  const { sampleSeed, signSeed } = reference.layout;
  const samples = channel.samples.map(
    (want, at): Pair => [output[mix(sampleSeed, at) % output.length] ?? Number.NaN, want],
  );
  const errors = channel.projections.map((want, row) => projection(output, signSeed + row) - want);
  const meanSquare = errors.reduce((sum, error) => sum + error * error, 0) / errors.length;
  return { samples, rms: Math.sqrt(meanSquare / output.length) / channel.rms };
}

function projection(output: Float32Array, seed: number): number {
  let sum = 0;
  for (let at = 0; at < output.length; at += 1) sum += (mix(seed, at) & 1 ? -1 : 1) * (output[at] ?? 0);
  return sum;
}

function cosine(pairs: readonly Pair[]): number {
  const sum = (term: (pair: Pair) => number) => pairs.reduce((total, pair) => total + term(pair), 0);
  return (
    sum(([got, want]) => got * want) /
    Math.sqrt(sum(([got]) => got * got) * sum(([, want]) => want * want) || Number.NaN)
  );
}
