import type { Identity } from '../../system/identity.ts';
import { hintsOf } from './names.ts';
import { literal, type Rule } from './rule.ts';

/**
 * For commands that a reader pastes: the same names gone, the command still working. A home folder becomes what
 * the shell puts there again (`~` means nothing inside quotes), a user name becomes the variable that holds it.
 */
export function commandRules({ home, platform, users }: Identity): readonly Rule[] {
  const windows = platform === 'win32';
  const spelled = home
    .split(/[\\/]+/)
    .map(literal)
    .join('[\\\\/]');
  if (home.length < 2) return [];
  const hints = hintsOf(home);
  const variable = windows ? '$$env:USERNAME' : '$$USER';
  return [
    [new RegExp(`'${spelled}(?=[\\\\/'])([^']*)'`, 'gi'), '"$$HOME$1"', hints],
    [new RegExp(`(["=])${spelled}(?=[\\\\/"])`, 'gi'), '$1$$HOME', hints],
    ...(windows ? [[new RegExp(`${spelled}(?=[\\\\/\\s]|$)`, 'gi'), '$$HOME', hints] as const] : []),
    ...users.map(
      (name): Rule => [new RegExp(`(?<=\\s)${literal(name)}(?=\\s|$)`, 'g'), variable, [name.toLowerCase()]],
    ),
  ];
}
