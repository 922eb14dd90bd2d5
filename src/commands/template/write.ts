import { resolve } from 'node:path';
import { Args } from '@oclif/core';
import { type Answered, BaseCommand } from '../../cli/base-command.ts';
import { confirm } from '../../cli/confirm.ts';
import { EXIT } from '../../cli/exit-codes.ts';
import { shellWord } from '../../findings/shell-word.ts';
import { templateNamed } from '../../templates/catalog.ts';
import { readTemplate } from '../../templates/read-template.ts';
import { previewWriting, type Writing, writeFiles, writingPlan } from '../../templates/write-template.ts';

export default class TemplateWrite extends BaseCommand {
  static override summary =
    'Write the files of a template into --dir; what is there is replaced only after a yes.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> github-workflow',
    '<%= config.bin %> <%= command.id %> systemd --dir /srv/sdnext --dry-run',
  ];
  static override args = { name: Args.string({ required: true, description: 'See sdn template list.' }) };

  protected async answer(): Promise<Answered> {
    const { args, flags } = await this.parse(TemplateWrite);
    const template = templateNamed(args.name);
    const dir = resolve(this.system.cwd, flags.dir);
    const writings = await previewWriting(readTemplate(template, this.config.version), dir);
    const plan = writingPlan(writings);
    if (flags['dry-run']) return { exitCode: EXIT.ok, plan, next: ['Nothing was written.'] };
    if (!flags.yes)
      await this.#askBeforeReplacing(writings, `sdn template write ${args.name} --dir ${this.#word(dir)}`);
    const written = await writeFiles(writings);
    const next = written.length === 0 ? ['Every file was there already.'] : [template.next];
    return { exitCode: EXIT.ok, plan, next };
  }

  async #askBeforeReplacing(writings: readonly Writing[], command: string): Promise<void> {
    const replaced = writings.filter(({ change }) => change === 'replaces').map(({ target }) => target);
    if (replaced.length === 0) return;
    const found = `${replaced.join(', ')} would be replaced: what is there differs.`;
    await confirm({ found, ask: `${found} Replace?`, unattended: `${command} --yes` }, this.system);
  }

  #word(path: string): string {
    return shellWord(path, this.system.platform);
  }
}
