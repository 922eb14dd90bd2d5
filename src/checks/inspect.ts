import { join, resolve } from 'node:path';
import type { Facts } from '../hardware/facts.ts';
import type { Place } from '../install/environment/place.ts';
import { measure } from '../install/removal/measure.ts';
import { offeredReleases } from '../packages/offered-releases.ts';
import { listDevices } from '../proof/runtime/list-devices.ts';
import { type Checkout, isSince, readCheckout } from '../sdnext/checkout/checkout.ts';
import { type EnvironmentView, viewEnvironment } from '../sdnext/environment/environment-view.ts';
import { listSetting, readSettings, type Settings, settingOf } from '../sdnext/settings/settings.ts';
import { FLAGS_ARE_READ_SINCE } from '../sdnext/switches/env-flag.ts';
import { readSwitches, type Switches } from '../sdnext/switches/switches.ts';
import type { System } from '../system/system.ts';
import { viewMachine } from './machine-view.ts';
import type { Subject } from './subject.ts';

type Asked = { readonly place: Place; readonly where: string; readonly facts: Promise<Facts> };

/** Reads everything that the checks look at, side by side. Starts a Python only to ask for OpenVINO's devices. */
export async function inspect(system: System, { place, where, ...asked }: Asked): Promise<Subject> {
  const { dir, venv } = place;
  const [facts, environment, checkout] = await Promise.all([
    asked.facts,
    viewEnvironment(venv, system.platform),
    readCheckout(system, dir),
  ]);
  const machine = await viewMachine(system, dir, facts);
  const modern = isSince(checkout, FLAGS_ARE_READ_SINCE);
  const switches = await readSwitches({ dir, env: system.env, platform: system.platform, modern });
  const settings = await readSettings({ dir, env: switches.env, args: switches.args });
  const [devices, offered, cacheBytes] = await Promise.all([
    devicesOf(system, environment, settings),
    offeredOf(system, { environment, checkout, switches }),
    cacheOf(dir, settings),
  ]);
  const read = { dir, machine, facts, environment, checkout, settings, switches };
  return { ...read, devices, offered, cacheBytes, where };
}

/** Asked only where the settings name devices or a GPU could be chosen: it takes half a second. */
async function devicesOf(
  system: System,
  environment: EnvironmentView,
  settings: Settings,
): Promise<readonly string[] | null> {
  const isAsked = (listSetting(settings, 'openvino_devices') ?? []).length > 0;
  if (environment.packages.openvino === undefined || !environment.python.exists || !isAsked) return null;
  const { ending, devices } = await listDevices(system, environment.python.path);
  return ending === 'finished' ? devices.map(({ name }) => name) : null;
}

type Parts = {
  readonly environment: EnvironmentView;
  readonly checkout: Checkout | null;
  readonly switches: Switches;
};

/** Asked only where the pinned OpenVINO would have to be fetched: what is installed needs no index any more. */
async function offeredOf(
  system: System,
  { environment, checkout, switches }: Parts,
): Promise<readonly string[] | null> {
  const installed = environment.packages.openvino;
  const isFor = installed !== undefined || switches.requests.some(({ backend }) => backend === 'openvino');
  const pin = checkout?.pins?.openvino?.openvino;
  if (!isFor || pin === undefined || installed === pin || !environment.python.exists) return null;
  return offeredReleases('openvino', environment.python.path, system);
}

/** SD.Next keeps compiled models in `model` and `blob` below the cache path, which is relative to the checkout. */
async function cacheOf(dir: string, settings: Settings): Promise<number | null> {
  const sizes = await Promise.all(cacheFolders(dir, settings).map((folder) => measure(folder)));
  const bytes = sizes.reduce((sum, each) => sum + each.bytes, 0);
  return bytes === 0 ? null : bytes;
}

/** The two folders that the OpenVINO cache consists of. */
export function cacheFolders(dir: string, settings: Settings): readonly string[] {
  const named = settingOf(settings, 'openvino_cache_path');
  const path = resolve(dir, typeof named === 'string' && named !== '' ? named : 'cache');
  return [join(path, 'model'), join(path, 'blob')];
}
