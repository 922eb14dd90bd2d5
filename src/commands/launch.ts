import { Flags } from '@oclif/core';
import { type Answered, BaseCommand } from '../cli/base-command.ts';
import { EXIT } from '../cli/exit-codes.ts';
import { startSdnext } from '../cli/start-sdnext.ts';
import { whereOf } from '../cli/where.ts';
import { safe } from '../findings/safe.ts';
import { inventory } from '../hardware/inventory.ts';
import { type Place, placeOf } from '../install/environment/place.ts';
import { recoverFirst } from '../install/transaction/recover-first.ts';
import { launchPlan } from '../sdnext/launch/launch-plan.ts';
import { prepareLaunch } from '../sdnext/launch/prepare-launch.ts';

export default class Launch extends BaseCommand {
  static override summary = 'Start SD.Next with exactly the switches this environment needs.';
  static override description =
    'Arguments after -- go to SD.Next. Its requirements step cannot replace torch: pip and uv are given constraints.';
  static override strict = false;
  static override flags = {
    'device-id': Flags.string({
      summary:
        '0, 1…, CPU, GPU, GPU.1, NPU, AUTO, HETERO:GPU,CPU. For OpenVINO it is written to config.json.',
      helpValue: 'ID',
    }),
    witness: Flags.string({
      summary: 'Let a witness in the server write down what reaches OpenVINO, for sdn verify --witness FILE.',
      helpValue: 'FILE',
    }),
  };

  static override examples = [
    '<%= config.bin %> launch',
    '<%= config.bin %> launch --device-id 0 -- --listen --port 7861',
  ];

  protected async answer(): Promise<Answered> {
    const { flags, argv } = await this.parse(Launch);
    const where = whereOf(flags, this.system.platform);
    const place = placeOf(flags, this.system);
    if (!flags['dry-run']) await this.#recover(place, `sdn launch${where}`);
    const prepared = await prepareLaunch(this.system, {
      place,
      where,
      device: flags['device-id'] ?? null,
      passed: argv.map(String),
      facts: () => inventory(this.system),
    });
    const { launch, environment } = prepared;
    const plan = launchPlan(launch, environment, this.system.platform);
    if (flags['dry-run']) return { exitCode: EXIT.ok, plan, next: ['Nothing was changed or started.'] };
    const { presentation } = this;
    const ended = await startSdnext(this.system, { launch, presentation, witness: flags.witness ?? null });
    return presentation.format === 'text' ? ended : { plan, ...ended };
  }

  /** Half of an interrupted run is no environment to start; one line on stderr says what became of it. */
  async #recover(place: Place, command: string): Promise<void> {
    for (const { found } of await recoverFirst({ place, system: this.system, command, waitMs: 0 }))
      process.stderr.write(`${safe(found ?? '')}\n`);
  }
}
