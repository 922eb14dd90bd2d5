import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Failure } from '../../findings/failure.ts';
import type { Facts } from '../../hardware/facts.ts';
import type { Place } from '../../install/environment/place.ts';
import { lockHolder } from '../../install/lock/lock.ts';
import { identityOf } from '../../proof/device/identity.ts';
import { acceleratorsIn } from '../../proof/device/inventory.ts';
import { listDevices } from '../../proof/runtime/list-devices.ts';
import { writeAtomically } from '../../system/files.ts';
import type { System } from '../../system/system.ts';
import type { Variant } from '../../variants/decision.ts';
import { type Checkout, readCheckout } from '../checkout/checkout.ts';
import { type EnvironmentView, viewEnvironment } from '../environment/environment-view.ts';
import { readSettings } from '../settings/settings.ts';
import { readSwitches } from '../switches/switches.ts';
import { pinFiles } from './constraints.ts';
import { type DeviceChoice, openvinoDevice, torchDevice } from './device-setting.ts';
import { launchEnv } from './launch-env.ts';
import { type Launch, launchArgs } from './launch-plan.ts';
import { variantIn } from './variant-in.ts';
import { writeDevice } from './write-device.ts';

export type LaunchWish = {
  readonly place: Place;
  /** `--dir` and `--venv` as they have to be repeated in a command. */
  readonly where: string;
  readonly device: string | null;
  readonly passed: readonly string[];
  readonly facts: () => Promise<Facts>;
};

export type Prepared = {
  readonly launch: Launch;
  readonly environment: EnvironmentView;
  readonly variant: Variant;
};

/** Works out a start and changes nothing. Throws a `Failure` where something that a start needs is missing. */
export async function prepareLaunch(system: System, wish: LaunchWish): Promise<Prepared> {
  const { dir, venv } = wish.place;
  const [environment, checkout] = await Promise.all([
    viewEnvironment(venv, system.platform),
    readCheckout(system, dir),
  ]);
  const found = requireAll(wish, environment, checkout);
  await refuseWhileInstalling(wish.place, system);
  const switches = await readSwitches({ dir, env: system.env, platform: system.platform, modern: true });
  const settings = await readSettings({ dir, env: switches.env, args: [...switches.args, ...wish.passed] });
  const device = await deviceFor(system, wish, { ...found, environment });
  const pins = pinFiles(dir, environment, found.checkout.pins);
  const env = launchEnv({
    env: switches.env,
    environment,
    variant: found.variant,
    platform: system.platform,
    constraints: pins.constraints.named,
    overrides: pins.overrides.named,
  });
  const args = launchArgs({ variant: found.variant, device, passed: wish.passed });
  const launch = { file: environment.python.path, args, cwd: dir, env, pins, device, settings };
  return { launch, environment, variant: found.variant };
}

/** Does what has to be done before the start: the constraints, and the device in the settings. */
export async function commitLaunch({ pins, device, settings, cwd }: Launch): Promise<void> {
  if (device?.kind === 'setting') await writeDevice(cwd, settings, device.value);
  await mkdir(dirname(pins.constraints.path), { recursive: true });
  for (const { path, content } of Object.values(pins)) await writeAtomically(path, content);
}

type Found = { readonly checkout: Checkout; readonly variant: Variant };

function requireAll(
  { place, where }: LaunchWish,
  environment: EnvironmentView,
  checkout: Checkout | null,
): Found {
  if (checkout === null) {
    throw new Failure({
      kind: 'notReady',
      code: 'no-checkout',
      found: `There is no SD.Next in ${place.dir}: launch.py and installer.py are missing.`,
      need: 'The folder of an SD.Next checkout in --dir.',
      fix: ['git clone https://github.com/vladmandic/sdnext'],
    });
  }
  const variant = variantIn(environment);
  if (variant !== null && environment.python.exists) return { checkout, variant };
  throw new Failure({
    kind: 'notReady',
    code: 'no-environment',
    found: `There is no environment to start at ${environment.path}.`,
    need: 'An environment with torch for this machine.',
    fix: [`sdn install${where}`],
  });
}

async function refuseWhileInstalling(place: Place, system: System): Promise<void> {
  const holder = await lockHolder(place, system);
  if (holder === null) return;
  throw new Failure({
    kind: 'locked',
    code: 'environment-is-being-changed',
    found: `Another sdn works on ${place.venv}: ${holder.command}.`,
    need: 'An environment that stays as it is while SD.Next starts from it.',
  });
}

type Target = Found & { readonly environment: EnvironmentView };

async function deviceFor(system: System, wish: LaunchWish, target: Target): Promise<DeviceChoice | null> {
  if (wish.device === null) return null;
  if (target.variant !== 'openvino') return torchDevice(wish.device, target.variant);
  const { devices, stop } = await listDevices(system, target.environment.python.path);
  if (stop !== null) throw unasked(stop, wish.where);
  const seen = acceleratorsIn(await wish.facts());
  return openvinoDevice(wish.device, { listed: devices.map(identityOf), seen });
}

function unasked(stop: string, where: string): Failure {
  return new Failure({
    kind: 'undetermined',
    code: 'devices-unknown',
    found: `OpenVINO in this environment did not list its devices: ${stop}`,
    need: 'An OpenVINO that can be imported.',
    fix: [`sdn verify${where}`],
  });
}
