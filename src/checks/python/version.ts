import type { Check } from '../../findings/check.ts';
import { fail, info, pass, unknown } from '../say.ts';
import { reinstallCommand, type Subject, skipWithoutEnvironment } from '../subject.ts';

/** SD.Next's gate since 2025: 3.10 to 3.13; 3.14 with --experimental only (installer.py, 2026-07-23). */
const OLDEST = 10;
const NEWEST = 13;

export const version: Check<Subject> = {
  id: 'python.version',
  group: 'python',
  title: 'SD.Next accepts this Python',
  skipReason: skipWithoutEnvironment,
  run(subject) {
    const found = subject.environment.python.version;
    if (found === null) return unknown(version, 'The environment does not say which Python it is.');
    const [major, minor = 0] = found.split('.').map(Number);
    if (major === 3 && minor >= OLDEST && minor <= NEWEST) return accepted(found, minor);
    return fail(version, {
      found: `The environment has Python ${found}.`,
      need: `Python 3.${OLDEST} to 3.${NEWEST}; 3.12 is what SD.Next recommends. It stops at any other.`,
      fix: ['Reinstall with a fitting Python.', `${reinstallCommand(subject, null)} --python 3.12`],
      evidence: [{ kind: 'file', source: 'pyvenv.cfg', value: found }],
    });
  },
};

function accepted(found: string, minor: number) {
  if (minor === OLDEST)
    return info(version, `Python ${found} still works; SD.Next no longer looks after it.`);
  return pass(version, `Python ${found}`);
}
