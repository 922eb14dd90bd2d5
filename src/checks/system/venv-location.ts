import { basename, relative, sep } from 'node:path';
import type { Check } from '../../findings/check.ts';
import { pass, warn } from '../say.ts';
import { type Subject, skipWithoutCheckout } from '../subject.ts';

export const venvLocation: Check<Subject> = {
  id: 'system.venv-location',
  group: 'system',
  title: 'The environment survives an update of SD.Next',
  skipReason: skipWithoutCheckout,
  run({ dir, environment }) {
    const inside = relative(dir, environment.path);
    const isInside = inside !== '' && !inside.startsWith('..') && !inside.includes(`..${sep}`);
    const first = inside.split(sep)[0] ?? '';
    const kept = first === 'venv' || first.startsWith('.');
    if (environment.kind === 'link' && isInside) return linked(environment.path);
    if (!isInside || kept) return pass(venvLocation, environment.path);
    return warn(venvLocation, {
      found: `${environment.path} lies in the checkout under a name that git does not ignore. SD.Next's --reset and --upgrade put such folders into git's stash.`,
      need: 'venv, a name that starts with a dot, or a place outside the checkout.',
      fix: ['Install it under a name that stays.', `sdn install --venv .venv-${basename(environment.path)}`],
      subject: environment.path,
    });
  },
};

function linked(path: string) {
  return warn(venvLocation, {
    found: `${path} is a link. git ignores a folder of that name, not a link: --reset and --upgrade remove it.`,
    need: 'A real folder.',
    fix: ['Install the environment in its place.'],
    subject: path,
  });
}
