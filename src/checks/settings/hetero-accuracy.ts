import type { Check } from '../../findings/check.ts';
import { resolveDevices } from '../../sdnext/resolve-devices.ts';
import { listSetting, settingOf } from '../../sdnext/settings/settings.ts';
import { fail, pass } from '../say.ts';
import type { Subject } from '../subject.ts';
import { repairCommand, seenSetting, skipSettings } from './skip-settings.ts';

export const heteroAccuracy: Check<Subject> = {
  id: 'settings.hetero-accuracy',
  group: 'settings',
  title: 'Several devices go without an accuracy mode',
  skipReason: skipSettings,
  run(subject) {
    const devices = listSetting(subject.settings, 'openvino_devices') ?? [];
    const mode = settingOf(subject.settings, 'openvino_accuracy');
    const hinted = mode === 'accuracy' || mode === 'performance';
    const isHetero = devices.length > 1 && usable(subject, devices);
    if (!hinted || !isHetero) return pass(heteroAccuracy, String(mode));
    return fail(heteroAccuracy, {
      found: `openvino_accuracy is "${mode}" with ${devices.length} devices: the HETERO plugin refuses the hint, and every image fails.`,
      need: 'openvino_accuracy "default", or a single device.',
      fix: ['Let sdn set it to default; it keeps a backup.', repairCommand(subject)],
      fixer: 'openvino-accuracy',
      evidence: [...seenSetting(subject, 'openvino_accuracy'), ...seenSetting(subject, 'openvino_devices')],
    });
  },
};

function usable({ devices }: Subject, configured: readonly string[]): boolean {
  return devices === null || resolveDevices(configured, devices).device.startsWith('HETERO:');
}
