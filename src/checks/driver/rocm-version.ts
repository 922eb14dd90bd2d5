import type { Check } from '../../findings/check.ts';
import { info, pass, warn } from '../say.ts';
import { reinstallCommand, type Subject, wantedVariant } from '../subject.ts';

export const rocmVersion: Check<Subject> = {
  id: 'driver.rocm-version',
  group: 'driver',
  title: 'torch is built for the wanted ROCm',
  skipReason: (subject) => (wantedVariant(subject) === 'rocm' ? null : 'This variant does not use ROCm.'),
  run(subject) {
    const torch = subject.environment.packages.torch;
    const built = /rocm(\d+\.\d+)/.exec(torch ?? '')?.[1];
    const known = Object.keys(subject.checkout?.pins?.rocm ?? {});
    if (torch === undefined) return info(rocmVersion, 'There is no torch to compare.');
    if (built === undefined) return info(rocmVersion, `torch ${torch} does not name a ROCm release.`);
    if (known.length === 0 || known.includes(built)) return pass(rocmVersion, `torch ${torch}`);
    return warn(rocmVersion, {
      found: `torch is built for ROCm ${built}, which this SD.Next does not know.`,
      need: `A torch for one of ROCm ${known.join(', ')}.`,
      fix: ['Reinstall for this machine.', reinstallCommand(subject, 'rocm')],
    });
  },
};
