import { join } from 'node:path';
import type { Check } from '../../findings/check.ts';
import { explainLog, LOG_NAME } from '../../sdnext/log/explain-log.ts';
import { seriousProblems, whatRanSentence } from '../../sdnext/log/log-findings.ts';
import { info, pass, warn } from '../say.ts';
import { type Subject, skipWithoutCheckout } from '../subject.ts';

export const lastLog: Check<Subject> = {
  id: 'inference.last-log',
  group: 'inference',
  title: 'The last start left no fault in the log',
  skipReason: skipWithoutCheckout,
  async run(subject) {
    const path = join(subject.dir, LOG_NAME);
    const explained = await explainLog(path, subject.dir).catch(() => null);
    if (explained === null) return pass(lastLog, `no ${LOG_NAME} yet`);
    const problems = seriousProblems(explained.log);
    if (problems.length === 0) return info(lastLog, whatRanSentence(explained.log));
    return warn(lastLog, {
      found: `${whatRanSentence(explained.log)} It shows: ${problems.join(', ')}.`,
      need: 'A start without these.',
      fix: ['See the lines and what they mean.', `sdn doctor --log${subject.where}`],
      evidence: [{ kind: 'log', source: LOG_NAME, value: problems.join(', ') }],
    });
  },
};
