import type { Check } from '../../findings/check.ts';
import { settingOf } from '../../sdnext/settings/settings.ts';
import { pass, warn } from '../say.ts';
import type { Subject } from '../subject.ts';
import { repairCommand, seenSetting, skipSettings } from './skip-settings.ts';

export const offload: Check<Subject> = {
  id: 'settings.offload',
  group: 'settings',
  title: 'Nothing is offloaded',
  skipReason: skipSettings,
  run(subject) {
    const mode = settingOf(subject.settings, 'diffusers_offload_mode');
    if (mode === 'none') return pass(offload);
    return warn(offload, {
      found: `diffusers_offload_mode is ${JSON.stringify(mode)}: moving parts of a compiled model breaks it apart.`,
      need: '"none" with OpenVINO; the GPU has its own copy.',
      fix: ['Let sdn put it right; it keeps a backup.', repairCommand(subject)],
      fixer: 'offload-mode',
      evidence: seenSetting(subject, 'diffusers_offload_mode'),
    });
  },
};
