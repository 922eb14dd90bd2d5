import type { Check } from '../../findings/check.ts';
import { listSetting } from '../../sdnext/settings/settings.ts';
import { fail, pass } from '../say.ts';
import type { Subject } from '../subject.ts';
import { repairCommand, seenSetting, skipSettings } from './skip-settings.ts';

export const compile: Check<Subject> = {
  id: 'settings.compile',
  group: 'settings',
  title: 'The model is compiled for OpenVINO',
  skipReason: skipSettings,
  run(subject) {
    const targets = listSetting(subject.settings, 'cuda_compile');
    if (targets?.includes('Model')) return pass(compile, targets.join(', '));
    return fail(compile, {
      found: `cuda_compile in config.json lacks "Model": images are made in torch on the CPU, while the log still says backend=openvino.`,
      need: 'Model among cuda_compile, or no such key; a value saved under another backend stays in the file.',
      fix: ['Let sdn put it right; it keeps a backup.', repairCommand(subject)],
      fixer: 'cuda-compile',
      evidence: seenSetting(subject, 'cuda_compile'),
    });
  },
};
