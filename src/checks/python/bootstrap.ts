import type { Check } from '../../findings/check.ts';
import { fail, pass, warn } from '../say.ts';
import { type Subject, skipWithoutEnvironment } from '../subject.ts';

/** The setuptools that SD.Next pins, where no checkout tells (installer.py, 2026-07-23). */
const SETUPTOOLS = '69.5.1';

export const bootstrap: Check<Subject> = {
  id: 'python.bootstrap',
  group: 'python',
  title: 'pip, setuptools and wheel are there',
  skipReason: skipWithoutEnvironment,
  run({ environment, checkout }) {
    const { packages } = environment;
    const wanted = checkout?.pins?.setuptools ?? SETUPTOOLS;
    const missing = ['pip', 'setuptools', 'wheel'].filter((name) => packages[name] === undefined);
    const fix = ['Let sdn put them in.', 'sdn doctor --only python --fix'] as const;
    const need = `pip, wheel and setuptools ${wanted}: SD.Next calls pip at every start, also with --uv.`;
    const fatal = missing.filter((name) => name !== 'wheel');
    if (fatal.length > 0)
      return fail(bootstrap, { found: `${missing.join(', ')} missing.`, need, fix, fixer: 'seed-packages' });
    const found = packages.setuptools;
    if (missing.length === 0 && (found === wanted || checkout === null))
      return pass(bootstrap, `pip ${packages.pip}, setuptools ${found}`);
    const say = Number(found?.split('.')[0]) >= 82 ? fail : warn;
    return say(bootstrap, {
      found: missing.length > 0 ? 'wheel is missing.' : `setuptools is ${found}.`,
      need,
      fix,
      fixer: 'seed-packages',
    });
  },
};
