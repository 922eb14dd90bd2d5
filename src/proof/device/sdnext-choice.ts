import { resolve } from 'node:path';
import { resolveDevices } from '../../sdnext/resolve-devices.ts';
import { listSetting, readSettings } from '../../sdnext/settings/settings.ts';
import type { System } from '../../system/system.ts';

/**
 * The device that the settings in `dir` ask for, as OpenVINO takes it: `openvino_devices`, or AUTO where they name none.
 * Names that OpenVINO does not list stay in, so that the proof says so; SD.Next itself drops some in silence.
 */
export async function sdnextChoice(system: System, dir: string): Promise<string> {
  const settings = await readSettings({ dir: resolve(system.cwd, dir), env: system.env, args: [] });
  const configured = listSetting(settings, 'openvino_devices') ?? [];
  return resolveDevices(configured, configured).device;
}
