import { type Finding, finding, remedy } from '../findings/finding.ts';
import type { Proof } from './proof.ts';

export const REQUIREMENTS = ['accelerator', 'gpu', 'npu'] as const;
export type Requirement = (typeof REQUIREMENTS)[number];

const WANTED: Readonly<Record<Requirement, RegExp>> = {
  accelerator: /^(?:GPU|NPU|cuda|xpu|mps)/,
  gpu: /^(?:GPU|cuda|xpu|mps)/,
  npu: /^NPU/,
};

const WORDS: Readonly<Record<Requirement, string>> = {
  accelerator: 'an accelerator',
  gpu: 'a GPU',
  npu: 'an NPU',
};

/** What `--require` asks for, as a failure where the inference ran elsewhere. */
export function requirement({ device }: Proof, required: Requirement | null): readonly Finding[] {
  if (required === null || WANTED[required].test(device.resolved ?? '')) return [];
  const word = WORDS[required];
  return [
    finding({
      id: 'inference.required-device',
      group: 'inference',
      status: 'fail',
      title: `Inference did not run on ${word}`,
      found: `It ran on ${device.resolved ?? 'no device'}.`,
      need: `${word.charAt(0).toUpperCase()}${word.slice(1)}, because of --require or the policy.`,
      remedy: remedy('See what is in the way.', 'sdn doctor --only driver'),
    }),
  ];
}
