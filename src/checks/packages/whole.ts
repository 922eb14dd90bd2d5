import type { Check } from '../../findings/check.ts';
import { fail, pass } from '../say.ts';
import { reinstallCommand, type Subject, skipWithoutEnvironment, wantedVariant } from '../subject.ts';

export const whole: Check<Subject> = {
  id: 'packages.whole',
  group: 'packages',
  title: 'Every package is whole',
  skipReason: skipWithoutEnvironment,
  run(subject) {
    const { damaged, packages } = subject.environment;
    if (damaged.length === 0)
      return pass(whole, `${Object.keys(packages).length} packages match their records`);
    return fail(whole, {
      found: `Damaged: ${damaged.slice(0, 3).join('; ')}${damaged.length > 3 ? `; and ${damaged.length - 3} more` : ''}.`,
      need: 'All files that a package’s own record names. An interrupted installation looks finished to SD.Next.',
      fix: ['Build the environment again.', reinstallCommand(subject, wantedVariant(subject))],
      evidence: damaged.map((value) => ({ kind: 'file', source: 'RECORD', value })),
    });
  },
};
