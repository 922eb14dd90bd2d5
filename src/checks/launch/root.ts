import type { Check } from '../../findings/check.ts';
import { info, pass } from '../say.ts';
import { type Subject, skipWithoutCheckout } from '../subject.ts';

export const root: Check<Subject> = {
  id: 'launch.root',
  group: 'launch',
  title: 'webui.sh accepts this user',
  skipReason: (subject) =>
    subject.machine.platform === 'win32' ? 'Windows has no such rule.' : skipWithoutCheckout(subject),
  run({ machine }) {
    if (!machine.root) return pass(root);
    return info(
      root,
      'webui.sh refuses root unless -f is its first argument: ./webui.sh -f --use-openvino. sdn launch starts SD.Next without it.',
    );
  },
};
