import { stripVTControlCharacters } from 'node:util';
import { Failure } from '../findings/failure.ts';
import { shellWord } from '../findings/shell-word.ts';

import { nearest } from './nearest.ts';

/** A command line that was not understood: `words` name the command (`report merge`), `flags` are those it has. */
export type Typed = {
  readonly words: string;
  readonly argv: readonly string[];
  readonly flags: readonly string[];
};

type Said = { readonly found: string; readonly need?: string; readonly meant?: readonly string[] | null };
type Rule = { readonly pattern: RegExp; readonly say: (parts: readonly string[], typed: Typed) => Said };

const RULES: readonly Rule[] = [
  { pattern: /^Nonexistent flags?: (.+)$/s, say: ([flags = ''], typed) => unknownFlag(flags, typed) },
  {
    pattern: /^Flag (--?[\w-]+) expects a value$/,
    say: ([flag = '']) => ({ found: `${flag} is not followed by its value.`, need: `${flag} and a value` }),
  },
  {
    pattern: /^Expected (--[\w-]+)=(.*) to be one of: (.+)$/s,
    say: ([flag = '', value = '', choices = ''], typed) => wrongChoice({ flag, value, choices }, typed),
  },
  {
    pattern: /^Expected (.*) to be one of: (.+)$/s,
    say: ([value = '', choices = '']) => ({
      found: `${value} is not one of its choices.`,
      need: `One of: ${choices}`,
    }),
  },
  {
    pattern: /^Missing required flag (\S+)$/,
    say: ([flag = '']) => ({ found: `--${flag} is missing.`, need: `--${flag} and a value` }),
  },
  {
    pattern: /^Missing \d+ required args?:\s+(\S+)\s+(.+)$/s,
    say: ([name = '', meaning = ''], { words }) => ({
      found: `sdn ${words} was given no ${name}.`,
      need: meaning.replaceAll(/\s+/g, ' '),
    }),
  },
];

/** What oclif's parser says, in the words of Found / Need / Fix. */
export function usageFailure(error: Error, typed: Typed): Failure {
  const text = stripVTControlCharacters(error.message).split('\nSee more help')[0]?.trim() ?? error.message;
  const said = RULES.flatMap(({ pattern, say }) => {
    const match = pattern.exec(text);
    return match === null ? [] : [say(match.slice(1), typed)];
  })[0] ?? { found: text.replace(/^The following errors? occurred:\s*/, '') };
  const line = said.meant
    ? ['sdn', typed.words, ...said.meant.map((word) => shellWord(word))]
    : ['sdn', typed.words, '--help'];
  return new Failure({
    kind: 'usage',
    code: 'usage',
    found: said.found,
    ...(said.need === undefined ? {} : { need: said.need }),
    fix: [line.join(' ')],
  });
}

function unknownFlag(flags: string, { words, argv, flags: known }: Typed): Said {
  const [flag = ''] = flags.split(', ');
  const name = flag.replace(/=.*$/s, '');
  const meant = nearest(
    name,
    known.map((each) => `--${each}`),
  );
  return {
    found: `${name} is not a flag of sdn ${words}.`,
    ...(meant === null ? {} : { need: `Possibly ${meant}` }),
    meant: meant === null ? null : argv.map((each) => each.replace(name, meant)),
  };
}

function wrongChoice(
  { flag, value, choices }: { flag: string; value: string; choices: string },
  { argv }: Typed,
): Said {
  const meant = nearest(value, choices.split(', '));
  return {
    found: `${flag} has no choice ${value === '' ? "''" : value}.`,
    need: `One of: ${choices}`,
    meant:
      meant === null
        ? null
        : argv.map((each) => (each === value ? meant : each.replace(`=${value}`, `=${meant}`))),
  };
}
