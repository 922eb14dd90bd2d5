import { firstWords, secondWords, type Word } from './first-words.ts';
import type { KnownCommand, KnownFlag } from './known-command.ts';

/** For `source <(sdn completion zsh)`, or a file `_sdn` in a folder of $fpath. */
export function zshScript(commands: readonly KnownCommand[]): readonly string[] {
  return [
    '#compdef sdn',
    '# sdn completion for zsh. Put into ~/.zshrc, after compinit:  source <(sdn completion zsh)',
    '_sdn() {',
    '  local -a words_here',
    '  if (( CURRENT == 2 )); then',
    `    words_here=(${described(firstWords(commands))})`,
    "    _describe 'command' words_here",
    '    return',
    '  fi',
    ...[...secondWords(commands)].flatMap(([topic, words]) => [
      `  if [[ $words[2] == ${topic} ]] && (( CURRENT == 3 )); then`,
      `    words_here=(${described(words)})`,
      "    _describe 'command' words_here",
      '    return',
      '  fi',
    ]),
    '  case "$words[2] $words[3]" in',
    ...commands.flatMap(commandCase),
    '  esac',
    '}',
    'if [ "$funcstack[1]" = "_sdn" ]; then _sdn "$@"; else compdef _sdn sdn; fi',
  ];
}

function commandCase({ words, flags, values }: KnownCommand): readonly string[] {
  const pattern = words.includes(' ') ? `"${words}"` : `"${words} "*`;
  // The words before the first argument are arguments to _arguments as well.
  const rest = values.length > 0 ? `'*:name:(${values.join(' ')})'` : `'*:file:_files'`;
  return [`    ${pattern}) _arguments ${flags.map(argument).join(' ')} ${rest} ;;`];
}

const PATHS = { files: '_files', folders: '_files -/' } as const;

function argument({ name, summary, takesValue, valueName, options, paths }: KnownFlag): string {
  const said = summary.replace(/[[\]:\\]/g, '\\$&');
  if (!takesValue) return quoted(`--${name}[${said}]`);
  const known = options.length > 0 ? `(${options.join(' ')})` : paths === null ? ' ' : PATHS[paths];
  return quoted(`--${name}=[${said}]:${valueName}:${known}`);
}

function described(words: readonly Word[]): string {
  return words.map(({ word, summary }) => quoted(`${word}:${summary.replaceAll(':', '\\:')}`)).join(' ');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
