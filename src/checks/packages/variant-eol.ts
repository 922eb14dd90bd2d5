import type { Check } from '../../findings/check.ts';
import { pass, warn } from '../say.ts';
import { type Subject, wantedVariant } from '../subject.ts';

export const variantEol: Check<Subject> = {
  id: 'packages.variant-eol',
  group: 'packages',
  title: 'The backend is still looked after',
  skipReason: (subject) => (wantedVariant(subject) === null ? 'There is no torch.' : null),
  run(subject) {
    if (wantedVariant(subject) !== 'directml') return pass(variantEol);
    return warn(variantEol, {
      found:
        'DirectML has reached its end: torch-directml stays at torch 2.4.1 and old releases of transformers.',
      need: 'ROCm, ZLUDA or OpenVINO for AMD cards, XPU or OpenVINO for Intel’s.',
      fix: ['See what fits this machine.', 'sdn detect'],
    });
  },
};
