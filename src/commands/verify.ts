import { Flags } from '@oclif/core';
import { type Answered, BaseCommand } from '../cli/base-command.ts';
import { verifyExit } from '../cli/verify-exit.ts';
import { inventory } from '../hardware/inventory.ts';
import { environmentFindings } from '../install/files-finding.ts';
import { placeOf } from '../install/place.ts';
import { DEPTHS, ENGINES, REQUIREMENTS, verify } from '../proof/verify.ts';

export default class Verify extends BaseCommand {
  static override summary = 'Prove on which device the inference of this environment runs.';

  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --device-id 0 --json',
    '<%= config.bin %> <%= command.id %> --device-id GPU.1 --require gpu',
    '<%= config.bin %> <%= command.id %> --depth torch',
  ];

  static override flags = {
    'device-id': Flags.string({
      summary:
        '0, 1…, CPU, GPU, GPU.1, NPU, AUTO, HETERO:GPU,CPU, uuid:… or pci:…. Default: what SD.Next uses here.',
      helpValue: 'ID',
    }),
    depth: Flags.option({
      options: DEPTHS,
      default: 'auto' as const,
      summary: 'How much of the way to an image is tried.',
    })(),
    engine: Flags.option({
      options: ENGINES,
      default: 'python' as const,
      summary: "What runs the network: the environment's Python, its C library, or both, compared.",
    })(),
    require: Flags.option({ options: REQUIREMENTS, summary: 'Fail unless the inference ran on one.' })(),
    strict: Flags.boolean({ summary: 'Warnings count as failures.' }),
  };

  protected async answer(): Promise<Answered> {
    const { flags } = await this.parse(Verify);
    const before = await environmentFindings(placeOf(flags, this.system), this.system);
    const { environment, ...verified } = await verify({
      system: this.system,
      dir: flags.dir,
      venv: flags.venv ?? null,
      device: flags['device-id'] ?? null,
      depth: flags.depth,
      engine: flags.engine,
      require: flags.require ?? null,
      facts: await inventory(this.system),
      emit: this.progress.emit,
    });
    const findings = [...before, ...verified.findings];
    const exitCode = verifyExit(verified.proof.verdict, findings, flags.strict ? 'strict' : 'lenient');
    return { ...verified, findings, ...(environment === null ? {} : { environment }), exitCode };
  }
}
