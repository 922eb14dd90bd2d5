import type { Check } from '../../findings/check.ts';
import { listSetting } from '../../sdnext/settings/settings.ts';
import { pass, warn } from '../say.ts';
import type { Subject } from '../subject.ts';
import { repairCommand, seenSetting, skipSettings } from './skip-settings.ts';

export const compileOptions: Check<Subject> = {
  id: 'settings.compile-options',
  group: 'settings',
  title: 'No compile options of other backends are set',
  skipReason: skipSettings,
  run(subject) {
    const options = listSetting(subject.settings, 'cuda_compile_options');
    if (options !== null && options.length === 0) return pass(compileOptions);
    return warn(compileOptions, {
      found: `cuda_compile_options is ${options?.join(', ') ?? 'not a list'}: inpainting and ControlNet fail with value errors then.`,
      need: 'An empty list with OpenVINO.',
      fix: ['Let sdn empty it; it keeps a backup.', repairCommand(subject)],
      fixer: 'compile-options',
      evidence: seenSetting(subject, 'cuda_compile_options'),
    });
  },
};
