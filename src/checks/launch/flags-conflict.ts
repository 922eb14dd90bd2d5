import type { Check } from '../../findings/check.ts';
import { type Request, requestedBackends } from '../../sdnext/switches/switches.ts';
import { fail, pass } from '../say.ts';
import type { Subject } from '../subject.ts';
import { unsetOn } from './torch-command.ts';

export const flagsConflict: Check<Subject> = {
  id: 'launch.flags-conflict',
  group: 'launch',
  title: 'At most one backend is asked for',
  run(subject) {
    const { switches } = subject;
    // ZLUDA takes no part in the exclusion (installer.py, check_torch).
    const backends = requestedBackends(switches).filter((backend) => backend !== 'zluda');
    if (backends.length < 2) return pass(flagsConflict, backends[0] ?? 'none named');
    const seen = switches.requests.filter(({ backend }) => backend !== 'zluda');
    return fail(flagsConflict, {
      found: `${backends.join(' and ')} are asked for together: ${seen.map(({ source, value }) => `${source} (${value})`).join(', ')}. SD.Next then drops all of them, and takes the plain torch from PyPI.`,
      need: 'One of them, in one place.',
      fix: ['Take the others out.', ...commandsFor(subject, seen)],
      evidence: seen.map(({ source, value }) => ({ kind: 'env', source, value })),
    });
  },
};

/** The commands that forget variables of the shell; a line of a file is edited by hand. */
function commandsFor(subject: Subject, seen: readonly Request[]): readonly string[] {
  const variables = seen.slice(1).map(({ source }) => source);
  return [...new Set(variables.filter((source) => /^[A-Z_]+$/.test(source)))].map((name) =>
    unsetOn(subject, name),
  );
}
