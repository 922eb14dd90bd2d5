import type { Check } from '../../findings/check.ts';
import { fail, pass } from '../say.ts';
import { installedVariant, reinstallCommand, type Subject, skipWithoutEnvironment } from '../subject.ts';

export const interpreter: Check<Subject> = {
  id: 'python.interpreter',
  group: 'python',
  title: 'The Python of the environment is still there',
  skipReason: skipWithoutEnvironment,
  run(subject) {
    const { environment } = subject;
    const { python } = environment;
    if (python.exists && python.homeExists !== false && environment.activates)
      return pass(interpreter, python.path);
    const why = python.exists
      ? environment.activates
        ? `The Python it was made from is gone: ${python.home}.`
        : 'bin/activate is missing, and webui.sh stops without it.'
      : `There is no Python at ${python.path}.`;
    return fail(interpreter, {
      found: why,
      need: 'An environment made from a Python that is installed. A new Python of the same version does not mend it.',
      fix: ['Build it again.', reinstallCommand(subject, installedVariant(subject))],
      subject: environment.path,
      evidence: [{ kind: 'file', source: 'pyvenv.cfg', value: `home = ${python.home ?? 'not named'}` }],
    });
  },
};
