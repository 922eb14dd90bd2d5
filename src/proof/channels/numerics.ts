import type { Channel } from '../proof.ts';
import type { Reexamined } from '../replies/reply-fields.ts';
import type { Precision } from '../runtime/families.ts';
import { type Deviation, decodeOutput, deviation, referenceFor } from '../runtime/numbers.ts';
import type { Size } from '../smoke/network.ts';
import type { Seal } from '../smoke/seal.ts';
import { absent, agrees, disagrees } from './channel.ts';
import { loopAnswersObjection } from './loop-answers.ts';

type Limit = { readonly worst: number; readonly rms: number; readonly cosine: number };

/**
 * Largest error over largest reference value, and cosine: openvino.md 5.4.
 * `rms` (error's root mean square over the reference's): a third of `worst`; measured here, f32 2e-7, bf16 1.2e-2.
 */
const LIMITS: Readonly<Record<Precision, Limit>> = {
  f32: { worst: 1e-3, rms: 3e-4, cosine: 0.99999 },
  f16: { worst: 2e-2, rms: 7e-3, cosine: 0.999 },
  bf16: { worst: 1e-1, rms: 3e-2, cosine: 0.99 },
  i8: { worst: 1e-1, rms: 3e-2, cosine: 0.95 },
};

export type NumericsInput = {
  readonly size: Size;
  readonly seal: Seal;
  /** Numbers of the inputs, in the order of `outputs`. */
  readonly inputs: readonly number[];
  /** Base64 float32, one for each input. */
  readonly outputs: readonly string[];
  /** Outputs of the first input from the profiled run and from after the loop. */
  readonly again: readonly (string | null)[];
  /** Answers of the timed loop, each with the one to the same input after it. */
  readonly loop: readonly Reexamined[];
  readonly outputValues: number;
  /** The arithmetic that was executed, by the profile. */
  readonly precision: Precision;
};

/** The outputs against the stored float64 reference. A wrong number anywhere in them disagrees. */
export function numericsChannel(input: NumericsInput): Channel {
  if (input.outputs.length === 0) return absent('numerics', 'No output came back.');
  const all = deviations(input);
  const detail = { precision: input.precision, ...widest(all) };
  const objection = objectionTo(input, all);
  return objection === null
    ? agrees('numerics', null, detail)
    : disagrees('numerics', null, objection, detail);
}

function deviations({ size, seal, inputs, outputs, again, outputValues }: NumericsInput): Deviation[] {
  const [first = 0] = inputs;
  const repeats = again.map((text) => [first, text] as const);
  const pairs = [...inputs.map((number, at) => [number, outputs[at] ?? null] as const), ...repeats];
  return pairs.map(([number, text]) =>
    deviation(decodeOutput(text), referenceFor(size, number, seal), outputValues),
  );
}

function objectionTo(
  { outputs, precision, inputs, loop }: NumericsInput,
  all: readonly Deviation[],
): string | null {
  const limit = LIMITS[precision];
  const defect = all.find((each) => each.defect !== 'none')?.defect;
  if (defect !== undefined) return DEFECTS[defect];
  if (outputs.length !== inputs.length) return `${outputs.length} outputs for ${inputs.length} inputs.`;
  if (new Set(outputs).size < outputs.length) return 'Different inputs gave the same output.';
  const { worst, rms, cosine } = widest(all);
  if (!(worst <= limit.worst))
    return `The error is ${percent(worst)} of the largest value; ${precision} allows ${percent(limit.worst)}.`;
  if (!(rms <= limit.rms))
    return `The error is ${percent(rms)} over the whole output; ${precision} allows ${percent(limit.rms)}.`;
  if (!(cosine >= limit.cosine)) return `The output points elsewhere than the reference (cosine ${cosine}).`;
  return loopAnswersObjection(loop, outputs, limit.rms);
}

const DEFECTS: Readonly<Record<Deviation['defect'], string>> = {
  none: '',
  length: 'The output has another size than the network.',
  'not-finite': 'The output holds NaN or infinity.',
  constant: 'The output is one constant.',
};

function widest(all: readonly Deviation[]): Limit {
  return {
    worst: Math.max(...all.map((each) => each.worst)),
    rms: Math.max(...all.map((each) => each.rms)),
    cosine: Math.min(...all.map((each) => each.cosine)),
  };
}

const percent = (share: number) => `${Number((share * 100).toPrecision(2))} %`;
