import type { KnownCommand, KnownFlag } from './completion/known-command.ts';
import { EXIT_MEANINGS } from './exit-meanings.ts';

/** `docs/reference.md`, from the same table that answers `--help`. */
export function reference(commands: readonly KnownCommand[]): readonly string[] {
  const common = (commands[0]?.flags ?? []).filter(({ group }) => group === 'COMMON');
  return [
    '# Reference',
    '',
    'Generated from the command table by the build; changes here are lost.',
    '',
    ...commands.flatMap(commandLines),
    '## Every command',
    '',
    ...flagTable(common),
    '## Exit codes',
    '',
    '| code | meaning |',
    '| --- | --- |',
    ...EXIT_MEANINGS.map(([code, meaning]) => `| ${code} | ${cell(meaning)} |`),
  ];
}

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
    `## sdn ${[words, ...args].join(' ')}`,
    '',
    summary,
    '',
    ...(description === '' || description === summary ? [] : [description, '']),
    ...(own.length === 0 ? [] : flagTable(own)),
    ...(examples.length === 0 ? [] : ['```sh', ...examples, '```', '']),
  ];
}

function flagTable(flags: readonly KnownFlag[]): readonly string[] {
  return [
    '| flag | |',
    '| --- | --- |',
    ...flags.map((flag) => `| \`${written(flag)}\` | ${cell(flag.summary)} |`),
    '',
  ];
}

function written({ name, char, valueName, options }: KnownFlag): string {
  const short = char === null ? '' : `-${char}, `;
  const value = options.length > 0 ? options.join('\\|') : valueName?.replaceAll('|', '\\|');
  return `${short}--${name}${value === undefined || value === null ? '' : ` ${value}`}`;
}

function cell(text: string): string {
  return text.replace(/\s+/g, ' ').replaceAll('|', '\\|');
}
