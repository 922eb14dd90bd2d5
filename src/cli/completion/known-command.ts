import type { Command } from '@oclif/core';

/** A command as a shell or a manual wants to know it. */
export type KnownCommand = {
  /** `report merge`. */
  readonly words: string;
  readonly summary: string;
  readonly description: string;
  readonly args: readonly string[];
  /** What the arguments may be, where that is a list. */
  readonly values: readonly string[];
  readonly examples: readonly string[];
  readonly flags: readonly KnownFlag[];
};

export type KnownFlag = {
  readonly name: string;
  readonly char: string | null;
  readonly summary: string;
  readonly takesValue: boolean;
  readonly valueName: string | null;
  readonly options: readonly string[];
  /** What a shell offers for the value beside the options. */
  readonly paths: 'files' | 'folders' | null;
  readonly group: string | null;
};

/** The commands and flags of the table, by name, without hidden ones. */
export function knownCommands(table: readonly Command.Loadable[]): readonly KnownCommand[] {
  return table
    .filter(({ hidden }) => hidden !== true)
    .map(known)
    .sort((left, right) => left.words.localeCompare(right.words));
}

function known(command: Command.Loadable): KnownCommand {
  const words = command.id.replaceAll(':', ' ');
  return {
    words,
    summary: command.summary ?? '',
    description: command.description ?? '',
    args: Object.keys(command.args ?? {}).map((name) => name.toUpperCase()),
    values: Object.values(command.args ?? {}).flatMap(({ options }) => options ?? []),
    examples: (command.examples ?? []).map((each) => exampleText(each, words)),
    flags: Object.values(command.flags ?? {})
      .filter(({ hidden }) => hidden !== true)
      .map(knownFlag),
  };
}

function exampleText(example: Command.Example, words: string): string {
  const text = typeof example === 'string' ? example : example.command;
  return text.replaceAll('<%= config.bin %>', 'sdn').replaceAll('<%= command.id %>', words);
}

function knownFlag(flag: Command.Flag.Cached): KnownFlag {
  const takesValue = flag.type === 'option';
  const valueName = takesValue ? (flag.helpValue?.toString() ?? 'VALUE') : null;
  return {
    name: flag.name,
    char: flag.char ?? null,
    summary: flag.summary ?? flag.description ?? '',
    takesValue,
    valueName,
    paths: pathsFor(valueName ?? ''),
    options: takesValue ? (flag.options ?? []) : [],
    group: flag.helpGroup ?? null,
  };
}

function pathsFor(valueName: string): KnownFlag['paths'] {
  if (['DIR', 'PATH', 'FOLDER', 'PLACE'].includes(valueName)) return 'folders';
  return valueName === 'FILE' || valueName.startsWith('PATH|') ? 'files' : null;
}
