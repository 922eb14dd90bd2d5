import pins from '../../../templates/tables/pins.json' with { type: 'json' };
import type { Check } from '../../findings/check.ts';
import { fail, pass, warn } from '../say.ts';
import { isOpenvino, reinstallCommand, type Subject, skipWithoutEnvironment } from '../subject.ts';

export const openvinoVersion: Check<Subject> = {
  id: 'packages.openvino-version',
  group: 'packages',
  title: 'OpenVINO is the release that SD.Next pins',
  skipReason: (subject) =>
    skipWithoutEnvironment(subject) ?? (isOpenvino(subject) ? null : 'This environment is not for OpenVINO.'),
  run(subject) {
    const found = subject.environment.packages.openvino;
    const wanted = subject.checkout?.pins?.openvino?.openvino ?? ownPin();
    if (found === undefined) {
      return fail(openvinoVersion, {
        found: 'OpenVINO is wanted and not installed. SD.Next stops at its import.',
        need: `openvino ${wanted}.`,
        fix: ['Install it with the torch that belongs to it.', reinstallCommand(subject, 'openvino')],
      });
    }
    if (found === wanted) return pass(openvinoVersion, `openvino ${found}`);
    return warn(openvinoVersion, {
      found: `openvino is ${found}; SD.Next pins ${wanted}. It never changes a version that is there.`,
      need: `openvino ${wanted}, unless another is chosen on purpose (OPENVINO_COMMAND): single GPUs have broken between releases.`,
      fix: ['Reinstall with the pins of this checkout.', reinstallCommand(subject, 'openvino')],
      evidence: [{ kind: 'package', source: 'openvino', value: found }],
    });
  },
};

function ownPin(): string {
  const row = pins.rows.find(({ variant }) => variant === 'openvino');
  return row?.packages[0]?.split('==')[1] ?? '';
}
