import type { Check } from '../../findings/check.ts';
import { pass, warn } from '../say.ts';
import { type Subject, skipUnlessOpenvino } from '../subject.ts';
import { forget } from './forget.ts';

export const preload: Check<Subject> = {
  id: 'launch.preload',
  group: 'launch',
  title: 'No allocator is preloaded that OpenVINO stumbles over',
  skipReason: (subject) =>
    subject.machine.platform === 'linux' ? skipUnlessOpenvino(subject) : 'Linux only.',
  run(subject) {
    const value = subject.switches.env.LD_PRELOAD ?? '';
    if (!/tcmalloc|tbbmalloc_proxy/.test(value)) return pass(preload, value || 'not set');
    return warn(preload, {
      found: `LD_PRELOAD loads ${value}. OpenVINO’s compile step has crashed with it.`,
      need: 'No such allocator while OpenVINO compiles.',
      fix: forget(subject, 'LD_PRELOAD'),
      evidence: [{ kind: 'env', source: 'LD_PRELOAD', value }],
    });
  },
};
