import type { Check } from '../../findings/check.ts';
import { listSetting, settingOf } from '../../sdnext/settings/settings.ts';
import { info, pass } from '../say.ts';
import type { Subject } from '../subject.ts';
import { seenSetting, skipSettings } from './skip-settings.ts';

export const accuracy: Check<Subject> = {
  id: 'settings.accuracy',
  group: 'settings',
  title: 'The precision fits the device',
  skipReason: skipSettings,
  run(subject) {
    const devices = listSetting(subject.settings, 'openvino_devices') ?? [];
    const mode = settingOf(subject.settings, 'openvino_accuracy');
    if (!devices.some((name) => name.startsWith('GPU')) || mode === 'accuracy')
      return pass(accuracy, String(mode));
    return info(
      accuracy,
      'A GPU computes in FP16 here. Where images are black or worse than on the CPU, openvino_accuracy "accuracy" mends it at two to three times the cost; long prompts count as well.',
      seenSetting(subject, 'openvino_accuracy'),
    );
  },
};
