import type { KnownCommand, KnownFlag } from './completion/known-command.ts';
import { EXIT_MEANINGS } from './exit-meanings.ts';

/** The manual page `sdn.1` in the man macros, from the same table that answers `--help`. */
export function manPage(commands: readonly KnownCommand[]): readonly string[] {
  const [first] = commands;
  const common = (first?.flags ?? []).filter(({ group }) => group === 'COMMON');
  return [
    '.\\" Generated from the command table by the build; changes here are lost.',
    '.TH SDN 1',
    '.SH NAME',
    'sdn \\- the right SD.Next environment for this machine, and proof of where it runs',
    '.SH SYNOPSIS',
    '.B sdn',
    '.I COMMAND',
    '[\\fIOPTIONS\\fR]',
    '.SH COMMANDS',
    ...commands.flatMap(commandLines),
    '.SH COMMON OPTIONS',
    ...common.flatMap(flagLines),
    '.SH EXIT STATUS',
    ...EXIT_MEANINGS.flatMap(([code, meaning]) => ['.TP', `.B ${code}`, escaped(meaning)]),
    '.SH ENVIRONMENT',
    ...VARIABLES.flatMap(([name, meaning]) => ['.TP', `.B ${name}`, escaped(meaning)]),
  ];
}

const VARIABLES = [
  ['NO_COLOR', 'No colour when set.'],
  ['FORCE_COLOR', 'Colour also in a pipe, unless 0.'],
  ['GITHUB_ACTIONS', 'When true, annotations, a step summary and step outputs are written as well.'],
] as const;

function commandLines({
  words,
  args,
  summary,
  description,
  examples,
  flags,
}: KnownCommand): readonly string[] {
  const own = flags.filter(({ group }) => group !== 'COMMON');
  return [
    `.SS "sdn ${words}${args.map((name) => ` ${name}`).join('')}"`,
    escaped(summary),
    ...(description === '' || description === summary ? [] : ['.PP', escaped(description)]),
    ...own.flatMap(flagLines),
    ...(examples.length === 0
      ? []
      : ['.PP', 'Examples:', '.nf', '.RS', ...examples.map(escaped), '.RE', '.fi']),
  ];
}

function flagLines({ name, char, summary, valueName, options }: KnownFlag): readonly string[] {
  const short = char === null ? '' : `\\-${char}, `;
  const value =
    valueName === null ? '' : ` \\fI${escaped(options.length > 0 ? options.join('|') : valueName)}\\fB`;
  return ['.TP', `\\fB${short}\\-\\-${escaped(name)}${value}\\fR`, escaped(summary)];
}

/** A backslash, a hyphen that is typed, and a dot that would open a macro. */
function escaped(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^([.'])/, '\\&$1');
}
