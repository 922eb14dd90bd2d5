import type { Channel } from '../proof.ts';
import type { Precision } from '../runtime/families.ts';
import { absent, agrees, disagrees } from './channel.ts';

export type FingerprintInput = {
  /** Base64 float32 of the run on the device. */
  readonly outputs: readonly string[];
  /** The same inputs on the CPU, in float32 and in the CPU's own choice; empty where they could not be had. */
  readonly cpuOutputs: readonly (readonly string[])[];
  readonly precision: Precision | null;
  /** Root mean square error against the reference, as a share. */
  readonly error: number;
};

/** Arithmetic of 11 significant bits leaves an error of about 1e-3 behind a network of this depth; float32 1e-6. */
const TOO_GOOD_FOR_HALF = 2e-5;

/** Results of another processor are never those of the CPU bit for bit, behind a network of this depth. */
export function fingerprintChannel({ outputs, cpuOutputs, precision, error }: FingerprintInput): Channel {
  const name = 'fingerprint';
  if (outputs.length === 0) return absent(name, 'No output came back.');
  if ((precision === 'f16' || precision === 'bf16') && error < TOO_GOOD_FOR_HALF)
    return disagrees(name, 'CPU', `The numbers are too exact for ${precision}: float32 made them.`, {
      error,
    });
  const compared = cpuOutputs.filter((each) => each.length === outputs.length);
  if (compared.length === 0) return absent(name, 'There is no run on the CPU to compare with.');
  if (compared.some((each) => each.some((output, at) => output === outputs[at])))
    return disagrees(name, 'CPU', 'The numbers equal those of the CPU bit for bit.', { error });
  return agrees(name, 'not CPU', { error });
}
