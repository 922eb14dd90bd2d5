import type { Check } from '../../findings/check.ts';
import { fail, pass } from '../say.ts';
import type { Subject } from '../subject.ts';

const KINDS: Readonly<Record<string, string>> = {
  nothing: 'There is nothing at',
  file: 'There is a file at',
  link: 'There is a link at',
  lookalike: 'There is a folder that is no environment at',
};

export const environmentThere: Check<Subject> = {
  id: 'system.environment',
  group: 'system',
  title: 'There is an environment',
  run({ environment, where }) {
    const missing = KINDS[environment.kind];
    if (missing === undefined) return pass(environmentThere, environment.path);
    return fail(environmentThere, {
      found: `${missing} ${environment.path}.`,
      need: 'A Python environment with torch for this machine.',
      fix: ['Install it.', `sdn install${where}`],
      subject: environment.path,
    });
  },
};
