import { type Answered, BaseCommand } from '../../cli/base-command.ts';
import { EXIT } from '../../cli/exit-codes.ts';
import { catalog } from '../../templates/catalog.ts';

export default class TemplateList extends BaseCommand {
  static override summary = 'The files that sdn can write into a project.';
  static override examples = ['<%= config.bin %> <%= command.id %>'];

  protected async answer(): Promise<Answered> {
    await this.parse(TemplateList);
    const templates = catalog().map(({ name, summary, files }) => ({
      name,
      summary,
      files: files.map(({ to }) => ({ path: to })),
    }));
    return { exitCode: EXIT.ok, templates, next: ['Read one: sdn template show NAME'] };
  }
}
