import type { Check } from '../../findings/check.ts';
import { type Request, requestedBackends } from '../../sdnext/switches/switches.ts';
import { fail, pass } from '../say.ts';
import type { Subject } from '../subject.ts';
import { forget, forgetArguments } from './forget.ts';

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
      fix: ways(subject, seen),
      evidence: seen.map(({ source, value }) => ({ kind: 'env', source, value })),
    });
  },
};

/** All but the first request are to go; a line of a file is edited by hand. */
function ways(subject: Subject, [kept, ...seen]: readonly Request[]): readonly [string, ...string[]] {
  const others = seen.filter(({ backend }) => backend !== kept?.backend);
  const each = others.map((request) => wayOf(subject, request));
  const summary = [...new Set(each.map(([text]) => text))].join(' ');
  return [summary, ...new Set(each.flatMap(([, ...commands]) => commands))];
}

function wayOf(subject: Subject, { backend, value }: Request) {
  const isArgument = value.startsWith('--');
  if (isArgument) return forgetArguments(subject, (arg) => arg !== value);
  return forget(subject, `SD_USE${backend.toUpperCase()}`);
}
