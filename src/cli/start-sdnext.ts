import { Failure } from '../findings/failure.ts';
import { requireRecordable, witnessEnv } from '../proof/server/witness-env.ts';
import type { Launch } from '../sdnext/launch/launch-plan.ts';
import { commitLaunch } from '../sdnext/launch/prepare-launch.ts';
import { runForeground } from '../system/foreground.ts';
import type { System } from '../system/system.ts';
import type { Answered } from './base-command.ts';
import { childExit } from './child-exit.ts';
import type { Presentation } from './presentation.ts';

type Start = {
  readonly launch: Launch;
  readonly witness: string | null;
  readonly presentation: Presentation;
};

/** Writes what a start needs, runs SD.Next in front of the user, and ends as it ended. */
export async function startSdnext(
  system: System,
  { launch, witness, presentation }: Start,
): Promise<Answered> {
  if (witness !== null) await requireRecordable(system, witness);
  await commitLaunch(launch);
  if (!presentation.quiet) announce(launch);
  const output = presentation.format === 'text' ? 'inherit' : 'stderr';
  const env = witness === null ? launch.env.env : witnessEnv(system, witness, launch.env.env);
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

function announce({ device, settings }: Launch): void {
  if (device?.kind !== 'setting') return;
  const value = device.value === undefined ? 'taken out (AUTO)' : JSON.stringify(device.value);
  process.stderr.write(`openvino_devices in ${settings.path}: ${value}\n`);
  if (device.note === 'no-accelerator')
    process.stderr.write('No accelerator on this machine: device 0 is the CPU.\n');
}
