import { Args } from '@oclif/core';
import { type Answered, BaseCommand } from '../../cli/base-command.ts';
import { EXIT } from '../../cli/exit-codes.ts';
import { templateNamed } from '../../templates/catalog.ts';
import { readTemplate } from '../../templates/read-template.ts';

export default class TemplateShow extends BaseCommand {
  static override summary = 'Print the files of a template; a single one comes bare, to be piped.';
  static override examples = ['<%= config.bin %> <%= command.id %> preflight > preflight.sh'];
  static override args = { name: Args.string({ required: true, description: 'See sdn template list.' }) };

  protected async answer(): Promise<Answered> {
    const { args } = await this.parse(TemplateShow);
    const template = templateNamed(args.name);
    const files = readTemplate(template, this.config.version);
    return { exitCode: EXIT.ok, templates: [{ name: template.name, summary: template.summary, files }] };
  }
}
