import { firstWords, secondWords } from './first-words.ts';
import type { KnownCommand } from './known-command.ts';

/** For `source <(sdn completion bash)`, bash 3.2 and newer. */
export function bashScript(commands: readonly KnownCommand[]): readonly string[] {
  return [
    '# sdn completion for bash. Put into ~/.bashrc:  source <(sdn completion bash)',
    '_sdn() {',
    '  local current="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD-1]}" words=""',
    '  case "$before" in',
    ...valueCases(commands),
    '  esac',
    '  if [ "$COMP_CWORD" -eq 1 ]; then',
    `    words="${list(firstWords(commands).map(({ word }) => word))} --help --version"`,
    '  else',
    '    case "${COMP_WORDS[1]} ${COMP_WORDS[2]}" in',
    ...commands.map(
      (command) =>
        `      "${command.words}${command.words.includes(' ') ? '' : ' '}"*) words="${flagList(command)}" ;;`,
    ),
    ...[...secondWords(commands)].map(
      ([topic, words]) => `      "${topic} "*) words="${list(words.map(({ word }) => word))}" ;;`,
    ),
    '    esac',
    '  fi',
    '  COMPREPLY=($(compgen -W "$words" -- "$current"))',
    '  if [ "${#COMPREPLY[@]}" -eq 0 ]; then COMPREPLY=($(compgen -f -- "$current")); fi',
    '}',
    'complete -o filenames -F _sdn sdn',
  ];
}

/** A flag's value: from its list, or a file. */
function valueCases(commands: readonly KnownCommand[]): readonly string[] {
  const flags = new Map(commands.flatMap((command) => command.flags.map((flag) => [flag.name, flag])));
  return [...flags.values()]
    .filter(({ takesValue }) => takesValue)
    .map(({ name, options }) => {
      const source = options.length > 0 ? `-W "${list(options)}"` : '-f';
      return `    --${name}) COMPREPLY=($(compgen ${source} -- "$current")); return ;;`;
    });
}

function flagList({ flags }: KnownCommand): string {
  return list(flags.map(({ name }) => `--${name}`));
}

function list(words: readonly string[]): string {
  return words.join(' ');
}
