import { Args, Command } from '@oclif/core';
import { bashScript } from '../cli/completion/bash.ts';
import { fishScript } from '../cli/completion/fish.ts';
import { type KnownCommand, knownCommands } from '../cli/completion/known-command.ts';
import { powershellScript } from '../cli/completion/powershell.ts';
import { zshScript } from '../cli/completion/zsh.ts';
import { EXIT, type ExitCode } from '../cli/exit-codes.ts';
import { catalog } from '../templates/catalog.ts';

const SCRIPTS = { bash: bashScript, zsh: zshScript, fish: fishScript, powershell: powershellScript } as const;
const SHELLS = ['bash', 'zsh', 'fish', 'powershell'] as const;

/** Prints a script, not a report: a shell reads it. */
export default class Completion extends Command {
  static override summary = 'A script that completes commands and flags in a shell.';
  static override examples = [
    'source <(<%= config.bin %> <%= command.id %> bash)',
    '<%= config.bin %> <%= command.id %> fish | source',
    '<%= config.bin %> <%= command.id %> powershell | Out-String | Invoke-Expression',
  ];
  static override args = {
    shell: Args.custom<(typeof SHELLS)[number]>({ options: [...SHELLS] })({
      required: true,
      description: 'The shell that will complete.',
    }),
  };

  override async run(): Promise<ExitCode> {
    const { args } = await this.parse(Completion);
    const commands = knownCommands([...this.config.commands]).map(withTemplates);
    process.stdout.write(`${SCRIPTS[args.shell](commands).join('\n')}\n`);
    return EXIT.ok;
  }
}

function withTemplates(command: KnownCommand): KnownCommand {
  if (!command.words.startsWith('template ') || command.args.length === 0) return command;
  return { ...command, values: catalog().map(({ name }) => name) };
}
