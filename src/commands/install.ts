import { type Answered, BaseCommand } from '../cli/base-command.ts';
import { answerInstall } from '../cli/install-command.ts';
import { installFlags } from '../cli/install-flags.ts';
import { variantFlags } from '../cli/variant-flags.ts';

export default class Install extends BaseCommand {
  static override summary =
    'Make the environment: the right packages, built beside, proven, then put in place.';
  static override description =
    'Without a variant, the one that fits this machine is taken; OpenVINO only when asked for. ' +
    'What is already there and healthy stays; another variant is replaced by reinstall only.';
  static override examples = [
    '<%= config.bin %> install --use-openvino',
    '<%= config.bin %> install --dir ~/sdnext --python 3.12',
    '<%= config.bin %> install --use-openvino --dry-run',
  ];
  static override flags = { ...variantFlags, ...installFlags };

  protected async answer(): Promise<Answered> {
    const { flags } = await this.parse(Install);
    return answerInstall({
      mode: 'install',
      flags,
      system: this.system,
      emit: this.emit,
      sdnVersion: this.config.version,
    });
  }
}
