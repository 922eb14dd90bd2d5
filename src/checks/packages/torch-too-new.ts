import type { Check } from '../../findings/check.ts';
import { pass, warn } from '../say.ts';
import { isOpenvino, reinstallCommand, type Subject } from '../subject.ts';

/** From torch 2.12.1 on, every weight of a model becomes an input of the compiled graph: 75 inputs instead of 3. */
const NEWEST_MINOR = 11;

export const torchTooNew: Check<Subject> = {
  id: 'packages.torch-too-new',
  group: 'packages',
  title: 'torch is not newer than OpenVINO’s compile step can use well',
  skipReason(subject) {
    if (!isOpenvino(subject)) return 'This environment is not for OpenVINO.';
    return subject.environment.packages.torch === undefined ? 'There is no torch.' : null;
  },
  run(subject) {
    const torch = subject.environment.packages.torch ?? '';
    const minor = Number(/^2\.(\d+)/.exec(torch)?.[1]);
    if (!(minor > NEWEST_MINOR)) return pass(torchTooNew, `torch ${torch}`);
    return warn(torchTooNew, {
      found: `torch ${torch}: from 2.12 on, every weight is handed to OpenVINO at each step instead of being compiled in.`,
      need: `torch 2.${NEWEST_MINOR}, which SD.Next pins for OpenVINO.`,
      fix: ['Reinstall with SD.Next’s own pins.', reinstallCommand(subject, 'openvino')],
    });
  },
};
