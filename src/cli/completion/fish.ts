import { firstWords, secondWords } from './first-words.ts';
import type { KnownCommand, KnownFlag } from './known-command.ts';

/** For `sdn completion fish | source`, or ~/.config/fish/completions/sdn.fish. */
export function fishScript(commands: readonly KnownCommand[]): readonly string[] {
  return [
    '# sdn completion for fish. Keep it:  sdn completion fish > ~/.config/fish/completions/sdn.fish',
    'complete -c sdn -e',
    ...firstWords(commands).map(
      ({ word, summary }) =>
        `complete -c sdn -n __fish_use_subcommand -f -a ${quoted(word)} -d ${quoted(summary)}`,
    ),
    ...[...secondWords(commands)].flatMap(([topic, words]) =>
      words.map(({ word, summary }) => {
        const others = words.map((each) => each.word).join(' ');
        const when = `__fish_seen_subcommand_from ${topic}; and not __fish_seen_subcommand_from ${others}`;
        return `complete -c sdn -n ${quoted(when)} -f -a ${quoted(word)} -d ${quoted(summary)}`;
      }),
    ),
    ...commands.flatMap(valueLine),
    ...commands.flatMap((command) => command.flags.map((flag) => flagLine(command, flag))),
  ];
}

const PATHS = { files: ' -r', folders: " -x -a '(__fish_complete_directories)'" } as const;

function flagLine({ words }: KnownCommand, flag: KnownFlag): string {
  const char = flag.char === null ? '' : ` -s ${flag.char}`;
  return `complete -c sdn -n ${seen(words)} -l ${flag.name}${char}${value(flag)} -d ${quoted(flag.summary)}`;
}

function value({ takesValue, options, paths }: KnownFlag): string {
  if (!takesValue) return '';
  if (options.length > 0) return ` -x -a ${quoted(options.join(' '))}`;
  return paths === null ? ' -x' : PATHS[paths];
}

function valueLine({ words, values }: KnownCommand): readonly string[] {
  return values.length === 0 ? [] : [`complete -c sdn -n ${seen(words)} -f -a ${quoted(values.join(' '))}`];
}

function seen(words: string): string {
  const each = words.split(' ').map((word) => `__fish_seen_subcommand_from ${word}`);
  return quoted(each.join('; and '));
}

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
