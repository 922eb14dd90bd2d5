import { type Answered, BaseCommand } from '../cli/base-command.ts';
import { EXIT } from '../cli/exit-codes.ts';

export default class Detect extends BaseCommand {
  static override summary = 'What hardware is here, and which variant fits it.';

  protected async answer(): Promise<Answered> {
    await this.parse(Detect);
    return { exitCode: EXIT.ok, findings: [] };
  }
}
