import { Flags } from '@oclif/core';
import { type Answered, BaseCommand } from '../cli/base-command.ts';
import { EXIT } from '../cli/exit-codes.ts';
import { wishesOf } from '../cli/install-command.ts';
import { installFlags } from '../cli/install-flags.ts';
import { installLine } from '../cli/install-line.ts';
import { requestOf, variantFlags } from '../cli/variant-flags.ts';
import { shellWord } from '../findings/shell-word.ts';
import { makeBundle } from '../install/bundle/make-bundle.ts';

const {
  wait: _wait,
  'from-bundle': _bundle,
  offline: _offline,
  'no-verify': _verify,
  installer: _installer,
  'with-node-runtime': _runtime,
  'allow-unverified': _unverified,
  ...sourceFlags
} = installFlags;

export default class Bundle extends BaseCommand {
  static override summary = 'Everything for an installation without network, in one folder.';
  static override description =
    'Downloads the wheels, uv and a lock, hashes checked, for this kind of machine. ' +
    'On a machine without network `sdn install --from-bundle` needs nothing else.';
  static override examples = ['<%= config.bin %> bundle --use-openvino --out ~/sdn-bundle'];
  static override flags = {
    ...variantFlags,
    ...sourceFlags,
    out: Flags.string({
      required: true,
      summary: 'The folder to be made.',
      helpValue: 'FOLDER',
      helpGroup: 'INSTALL',
    }),
  };

  protected async answer(): Promise<Answered> {
    const { flags } = await this.parse(Bundle);
    const asked = requestOf(flags);
    const words = ['bundle', ...(asked.variant === null ? [] : [`--use-${asked.variant}`])];
    const bundled = await makeBundle(
      {
        effect: flags['dry-run'] ? 'plan-only' : 'change',
        asked,
        wishes: wishesOf(flags),
        out: flags.out,
        command: `${installLine(words, flags, this.system)} --out ${shellWord(flags.out, this.system.platform)}`,
        sdnVersion: this.config.version,
        emit: this.emit,
      },
      this.system,
    );
    return { ...bundled, exitCode: EXIT.ok };
  }
}
