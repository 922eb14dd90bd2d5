import type { Check } from '../../findings/check.ts';
import { pass, warn } from '../say.ts';
import { isOpenvino, type Subject } from '../subject.ts';

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
    if (!isTooNew(torch)) return pass(torchTooNew, `torch ${torch}`);
    const pins = subject.checkout?.pins;
    const pinned = pins?.openvino?.torch ?? `2.${NEWEST_MINOR}`;
    return warn(torchTooNew, {
      found: `torch ${torch}: from 2.12 on, every weight is handed to OpenVINO at each step instead of being compiled in.`,
      need: `torch ${pinned}, which ${pins?.source ?? 'SD.Next'} pins for OpenVINO; SD.Next never changes a torch that is there.`,
      // Without --exact, where only this torch can be had, sdn would take it again.
      fix: ['Reinstall with that pin.', `sdn reinstall --use-openvino --exact${subject.where}`],
    });
  },
};

/** Whether OpenVINO's compile step gets every weight of a model at each step from this torch. */
export function isTooNew(torch: string): boolean {
  return Number(/^2\.(\d+)/.exec(torch)?.[1]) > NEWEST_MINOR;
}
