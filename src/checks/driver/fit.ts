import type { Check } from '../../findings/check.ts';
import { decide } from '../../variants/decide.ts';
import { NOTHING_ASKED } from '../../variants/request.ts';
import { fail, info, pass, warn } from '../say.ts';
import { type Subject, wantedVariant } from '../subject.ts';

export const fit: Check<Subject> = {
  id: 'driver.fit',
  group: 'driver',
  title: 'This machine can run the installed backend',
  skipReason: (subject) => (wantedVariant(subject) === null ? 'There is no torch.' : null),
  run(subject) {
    const wanted = wantedVariant(subject);
    const { variant, problems } = decide(subject.facts, { ...NOTHING_ASKED, variant: wanted });
    const [first, ...others] = problems;
    if (first === undefined) return pass(fit, wanted);
    const unseen = problems.every(({ code }) => code === 'probe-failed');
    if (unseen) return info(fit, `Not everything could be looked at: ${first.text}`);
    const say = variant === null ? fail : warn;
    return say(fit, {
      found: problems.map(({ text }) => text).join(' '),
      need: `A machine and drivers that ${wanted} runs on.`,
      fix: [[first, ...others].map(({ remedy }) => remedy).join(' ')],
      evidence: problems.map(({ code, text }) => ({ kind: 'device', source: code, value: text })),
    });
  },
};
