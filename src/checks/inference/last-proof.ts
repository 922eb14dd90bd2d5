import type { Check } from '../../findings/check.ts';
import { fail, info, pass } from '../say.ts';
import { type Subject, skipWithoutEnvironment } from '../subject.ts';

export const lastProof: Check<Subject> = {
  id: 'inference.last-proof',
  group: 'inference',
  title: 'Where inference runs has been proven',
  skipReason: skipWithoutEnvironment,
  run({ environment, where }) {
    const proof = environment.manifest?.proof ?? null;
    if (proof === null)
      return info(lastProof, `Nobody has proven yet where inference runs here: sdn verify${where} does.`);
    const device = proof.device ?? 'no device';
    if (['proven', 'reported'].includes(proof.verdict))
      return pass(lastProof, `${proof.verdict} on ${device} at ${proof.at}`);
    return fail(lastProof, {
      found: `The last proof, of ${proof.at}, ended "${proof.verdict}" on ${device}.`,
      need: 'An inference that was witnessed on the device.',
      fix: ['Prove it again, with its reasons.', `sdn verify${where}`],
    });
  },
};
