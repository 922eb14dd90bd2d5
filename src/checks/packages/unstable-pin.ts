import type { Check } from '../../findings/check.ts';
import { pass, warn } from '../say.ts';
import { type Subject, skipWithoutCheckout } from '../subject.ts';

export const unstablePin: Check<Subject> = {
  id: 'packages.unstable-pin',
  group: 'packages',
  title: 'The pinned releases stay on their index',
  skipReason: skipWithoutCheckout,
  run({ checkout, switches }) {
    const pins = checkout?.pins;
    const named = [pins?.openvino?.openvino, pins?.openvino?.torch, pins?.cuda?.torch, pins?.xpu?.torch];
    const commands = [switches.env.OPENVINO_COMMAND, switches.env.TORCH_COMMAND];
    const unstable = [...named, ...commands].filter((pin) =>
      /\.dev\d|nightly|[ab]\d+\b(?=\+|$)/.test(pin ?? ''),
    );
    if (unstable.length === 0) return pass(unstablePin);
    return warn(unstablePin, {
      found: `This checkout asks for a build that indexes remove after a while: ${unstable.join(', ')}.`,
      need: 'A released version. openvino-nightly, for one, is no longer on PyPI.',
      fix: ['Update SD.Next, or name a release.', 'git pull --ff-only'],
    });
  },
};
