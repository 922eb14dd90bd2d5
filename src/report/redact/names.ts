import type { Identity } from '../../system/identity.ts';
import { GENERIC_NAMES } from './generic-names.ts';
import { literal, type Rule } from './rule.ts';

/** A name of one or two letters is part of too many words to be taken out of a text. */
const SHORTEST = 3;
const BEFORE = '(?<![\\p{L}\\p{N}])';
const AFTER = '(?![\\p{L}\\p{N}])';

/** Home folder, then the homes of other people, then bare user and host names. */
export function nameRules(identity: Identity): readonly Rule[] {
  return [
    ...homeRules(identity),
    ...OTHER_HOMES,
    ...identity.users.filter(isTelling).map((name) => wordRule(name, 'USER')),
    ...identity.hosts.filter(isTelling).map((name) => wordRule(name, 'HOST')),
  ];
}

const OTHER_HOMES: readonly Rule[] = [
  [/((?:^|[^\p{L}\p{N}.])\/home\/)(?!USER)[^/\s"':;,)]+/gu, '$1USER', ['/home/']],
  [/([\\/]Users(?:\\{1,2}|\/))(?!USER|Public\b|Shared\b)[^\\/\s"':;,)]+/giu, '$1USER', ['users']],
];

/** With either slash, doubled as in JSON, percent-encoded, and in any case where the system does not care. */
function homeRules({ home, platform }: Identity): readonly Rule[] {
  const parts = home.split(/[\\/]+/).filter((part) => part !== '');
  if (parts.length === 0 || home === '/root') return home === '/root' ? [rootHome] : [];
  const spelled = parts
    .map((part) => `(?:${literal(part)}|${literal(encodeURI(part))})`)
    .join('(?:\\\\{1,2}|\\/)');
  const lead = home.startsWith('/') ? '\\/' : '';
  return [
    [
      new RegExp(`${lead}${spelled}${AFTER}(?![\\w-])`, platform === 'linux' ? 'gu' : 'giu'),
      '~',
      hintsOf(home),
    ],
  ];
}

/** The last part of the folder, as it is and as an address spells it. */
export function hintsOf(home: string): readonly string[] {
  const last = home.split(/[\\/]+/).findLast((part) => part !== '') ?? '';
  return [last.toLowerCase(), encodeURI(last).toLowerCase()];
}

const rootHome: Rule = [/(?<![\p{L}\p{N}_.~-])\/root(?![\p{L}\p{N}_.-])/gu, '~', ['/root']];

function isTelling(name: string): boolean {
  return name.length >= SHORTEST && !GENERIC_NAMES.has(name.toLowerCase());
}

function wordRule(name: string, by: string): Rule {
  return [new RegExp(BEFORE + literal(name) + AFTER, 'giu'), by, [name.toLowerCase()]];
}
