import { firstWords, secondWords } from './first-words.ts';
import type { KnownCommand, KnownFlag } from './known-command.ts';

/** For `source <(sdn completion bash)`, bash 3.2 and newer. */
export function bashScript(commands: readonly KnownCommand[]): readonly string[] {
  return [
    '# sdn completion for bash. Put into ~/.bashrc:  source <(sdn completion bash)',
    '_sdn() {',
    '  local current="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD-1]}" words=""',
    '  if [ "$before" = = ]; then before="${COMP_WORDS[COMP_CWORD-2]}"; elif [ "$current" = = ]; then current=""; fi',
    '  case "$before" in',
    ...valueCases(commands),
    '  esac',
    '  if [ "$COMP_CWORD" -eq 1 ]; then',
    `    words="${list(firstWords(commands).map(({ word }) => word))} --help --version"`,
    '  else',
    '    case "${COMP_WORDS[1]} ${COMP_WORDS[2]}" in',
    ...commands.map(commandCase),
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

/** A flag's value: from its list, a file, a folder, or nothing that a shell could know. */
function valueCases(commands: readonly KnownCommand[]): readonly string[] {
  const flags = new Map(commands.flatMap((command) => command.flags.map((flag) => [flag.name, flag])));
  return [...flags.values()]
    .filter(({ takesValue }) => takesValue)
    .map((flag) => `    --${flag.name}) ${offer(flag)}return ;;`);
}

const PATHS = { files: '-f', folders: '-d' } as const;

function offer({ options, paths }: KnownFlag): string {
  if (options.length === 0 && paths === null) return '';
  const source = options.length > 0 ? `-W "${list(options)}"` : PATHS[paths ?? 'files'];
  return `COMPREPLY=($(compgen ${source} -- "$current")); `;
}

/** Flags; where there are arguments, those until a `-` is typed. */
function commandCase(command: KnownCommand): string {
  const pattern = `"${command.words}${command.words.includes(' ') ? '' : ' '}"*`;
  const flags = `words="${flagList(command)}"`;
  if (command.args.length === 0) return `      ${pattern}) ${flags} ;;`;
  // No word at all completes as a file, below.
  return `      ${pattern}) case "$current" in -*) ${flags} ;; *) words="${list(command.values)}" ;; esac ;;`;
}

function flagList({ flags }: KnownCommand): string {
  return list(flags.map(({ name }) => `--${name}`));
}

function list(words: readonly string[]): string {
  return words.join(' ');
}
