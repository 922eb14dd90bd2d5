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
    ...commands.flatMap((command) => command.flags.map((flag) => flagLine(command, flag))),
  ];
}

function flagLine({ words }: KnownCommand, { name, char, summary, takesValue, options }: KnownFlag): string {
  const when = words
    .split(' ')
    .map((word) => `__fish_seen_subcommand_from ${word}`)
    .join('; and ');
  const value = takesValue ? (options.length > 0 ? ` -x -a ${quoted(options.join(' '))}` : ' -r') : '';
  return `complete -c sdn -n ${quoted(when)} -l ${name}${char === null ? '' : ` -s ${char}`}${value} -d ${quoted(summary)}`;
}

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
