import type { Check } from '../../findings/check.ts';
import { resolveDevices } from '../../sdnext/resolve-devices.ts';
import { listSetting } from '../../sdnext/settings/settings.ts';
import { fail, pass, unknown, warn } from '../say.ts';
import type { Subject } from '../subject.ts';
import { repairCommand, seenSetting, skipSettings } from './skip-settings.ts';

export const deviceNames: Check<Subject> = {
  id: 'settings.device-names',
  group: 'settings',
  title: 'The configured devices exist',
  skipReason(subject) {
    const without = skipSettings(subject);
    if (without !== null) return without;
    return (listSetting(subject.settings, 'openvino_devices') ?? []).length === 0
      ? 'No device is configured.'
      : null;
  },
  run(subject) {
    const configured = listSetting(subject.settings, 'openvino_devices') ?? [];
    if (subject.devices === null)
      return unknown(
        deviceNames,
        `OpenVINO could not be asked whether ${configured.join(', ')} exists here.`,
      );
    const { device, missing, silent } = resolveDevices(configured, subject.devices);
    if (missing.length === 0) return listed(subject, device);
    const outcome = silent ? `SD.Next leaves it out without a word and uses ${device}` : 'every image fails';
    return fail(deviceNames, {
      found: `openvino_devices names ${missing.join(', ')}, and OpenVINO lists ${subject.devices.join(', ')}: ${outcome}.`,
      need: `Names from that list${dedicated(subject.devices)}.`,
      fix: ['Choose again; sdn keeps a backup.', repairCommand(subject)],
      fixer: 'openvino-devices',
      evidence: seenSetting(subject, 'openvino_devices'),
    });
  },
};

function listed(subject: Subject, device: string) {
  if (!device.includes('HETERO') || !device.includes('NPU')) return pass(deviceNames, device);
  return warn(deviceNames, {
    found: `The devices become ${device}. An NPU inside HETERO is experimental: shapes that change do not compile for it.`,
    need: 'GPU and CPU, or one device alone.',
    fix: ['Take the NPU out of openvino_devices.'],
    evidence: seenSetting(subject, 'openvino_devices'),
  });
}

/** With several GPUs, the integrated one is always the first. */
function dedicated(devices: readonly string[]): string {
  return devices.includes('GPU.1') ? '; GPU.0 is the integrated GPU where there is one, GPU.1 the card' : '';
}
