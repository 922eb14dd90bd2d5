import type { Check } from '../../findings/check.ts';
import { settingOf } from '../../sdnext/settings/settings.ts';
import { fail, pass } from '../say.ts';
import type { Subject } from '../subject.ts';
import { repairCommand, seenSetting, skipSettings } from './skip-settings.ts';

const WANTED = 'openvino_fx';

export const compileBackend: Check<Subject> = {
  id: 'settings.compile-backend',
  group: 'settings',
  title: 'The compile step is OpenVINO’s, in SD.Next’s own form',
  skipReason: skipSettings,
  run(subject) {
    const backend = settingOf(subject.settings, 'cuda_compile_backend');
    const chosen = settingOf(subject.settings, 'openvino_compile_backend');
    if (backend === WANTED && chosen === WANTED) return pass(compileBackend, WANTED);
    const key = backend === WANTED ? 'openvino_compile_backend' : 'cuda_compile_backend';
    const value = backend === WANTED ? chosen : backend;
    const outcome =
      value === 'openvino'
        ? 'that bridge never asks which device is set, and answers from the CPU without an error'
        : 'the model does not reach OpenVINO at all';
    return fail(compileBackend, {
      found: `${key} is ${JSON.stringify(value)}: ${outcome}.`,
      need: `${WANTED}, SD.Next’s default under OpenVINO.`,
      fix: ['Let sdn put it right; it keeps a backup.', repairCommand(subject)],
      fixer: 'compile-backend',
      evidence: seenSetting(subject, key),
    });
  },
};
