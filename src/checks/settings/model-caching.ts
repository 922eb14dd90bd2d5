import type { Check } from '../../findings/check.ts';
import { settingOf } from '../../sdnext/settings/settings.ts';
import { pass, warn } from '../say.ts';
import type { Subject } from '../subject.ts';
import { repairCommand, seenSetting, skipSettings } from './skip-settings.ts';

export const modelCaching: Check<Subject> = {
  id: 'settings.model-caching',
  group: 'settings',
  title: 'Compiled models are not kept on disk',
  skipReason: skipSettings,
  run(subject) {
    if (settingOf(subject.settings, 'openvino_disable_model_caching') !== false) return pass(modelCaching);
    return warn(modelCaching, {
      found:
        'Model caching is on. SD.Next turns the order of the inputs round when it reads a model back: from the second start on, a model with several inputs falls apart into pieces that are slower than before.',
      need: 'openvino_disable_model_caching true, the default since December 2024.',
      fix: ['Let sdn turn it off; it keeps a backup.', repairCommand(subject)],
      fixer: 'model-caching',
      evidence: seenSetting(subject, 'openvino_disable_model_caching'),
    });
  },
};
