import { type Answered, BaseCommand } from '../cli/base-command.ts';
import { answerInstall } from '../cli/install-command.ts';
import { installFlags } from '../cli/install-flags.ts';
import { variantFlags } from '../cli/variant-flags.ts';

export default class Reinstall extends BaseCommand {
  static override summary = 'Replace the environment: the old one keeps working until the new one is proven.';
  static override examples = [
    '<%= config.bin %> reinstall',
    '<%= config.bin %> reinstall --use-openvino',
    '<%= config.bin %> reinstall --locked',
  ];
  static override flags = { ...variantFlags, ...installFlags };

  protected async answer(): Promise<Answered> {
    const { flags } = await this.parse(Reinstall);
    return answerInstall({
      mode: 'reinstall',
      flags,
      system: this.system,
      emit: this.emit,
      sdnVersion: this.config.version,
    });
  }
}
