import { Flags } from '@oclif/core';
import { type Answered, BaseCommand } from '../cli/base-command.ts';
import { childExit } from '../cli/child-exit.ts';
import { EXIT } from '../cli/exit-codes.ts';
import { Failure } from '../findings/failure.ts';
import { safe } from '../findings/safe.ts';
import { shellWord } from '../findings/shell-word.ts';
import { inventory } from '../hardware/inventory.ts';
import { type Place, placeOf } from '../install/place.ts';
import { recoverFirst } from '../install/recover-first.ts';
import { witnessEnv } from '../proof/server/witness-env.ts';
import { launchPlan } from '../sdnext/launch/launch-plan.ts';
import { commitLaunch, type Prepared, prepareLaunch } from '../sdnext/launch/prepare-launch.ts';
import { runForeground } from '../system/foreground.ts';

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
    const word = (path: string) => shellWord(path, this.system.platform);
    const where = `${flags.dir === '.' ? '' : ` --dir ${word(flags.dir)}`}${flags.venv === undefined ? '' : ` --venv ${word(flags.venv)}`}`;
    const place = placeOf(flags, this.system);
    if (!flags['dry-run']) await this.#recover(place, `sdn launch${where}`);
    const prepared = await prepareLaunch(this.system, {
      place,
      where,
      device: flags['device-id'] ?? null,
      passed: argv.map(String),
      facts: () => inventory(this.system),
    });
    const plan = launchPlan(prepared.launch, prepared.environment, this.system.platform);
    if (flags['dry-run']) return { exitCode: EXIT.ok, plan, next: ['Nothing was changed or started.'] };
    const ended = await this.#start(prepared, flags.witness ?? null);
    return this.presentation.format === 'text' ? ended : { plan, ...ended };
  }

  /** Half of an interrupted run is no environment to start; one line on stderr says what became of it. */
  async #recover(place: Place, command: string): Promise<void> {
    for (const { found } of await recoverFirst({ place, system: this.system, command, waitMs: 0 }))
      process.stderr.write(`${safe(found ?? '')}\n`);
  }

  async #start({ launch }: Prepared, witness: string | null): Promise<Answered> {
    await commitLaunch(launch);
    this.#announce(launch);
    const output = this.presentation.format === 'text' ? 'inherit' : 'stderr';
    const env = witness === null ? launch.env.env : witnessEnv(this.system, witness, launch.env.env);
    const ended = await runForeground({ ...launch, env, output });
    if ('exitCode' in ended) return { exitCode: childExit(ended.exitCode) };
    throw new Failure({
      kind: 'childFailed',
      code: 'not-started',
      found: `${launch.file} could not be started: ${ended.absent}`,
      need: 'A Python in the environment that runs.',
      fix: ['sdn doctor --only python'],
    });
  }

  #announce({ device, settings }: Prepared['launch']): void {
    if (device?.kind !== 'setting' || this.presentation.quiet) return;
    const value = device.value === undefined ? 'taken out (AUTO)' : JSON.stringify(device.value);
    process.stderr.write(`openvino_devices in ${settings.path}: ${value}\n`);
    if (device.note === 'no-accelerator')
      process.stderr.write('No accelerator on this machine: device 0 is the CPU.\n');
  }
}
