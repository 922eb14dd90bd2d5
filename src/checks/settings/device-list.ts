import type { Check } from '../../findings/check.ts';
import { settingOf } from '../../sdnext/settings/settings.ts';
import { fail, pass } from '../say.ts';
import type { Subject } from '../subject.ts';
import { repairCommand, seenSetting, skipSettings } from './skip-settings.ts';

export const deviceList: Check<Subject> = {
  id: 'settings.device-list',
  group: 'settings',
  title: 'openvino_devices is a list',
  skipReason: skipSettings,
  run(subject) {
    const value = settingOf(subject.settings, 'openvino_devices');
    if (Array.isArray(value) && value.every((each) => typeof each === 'string'))
      return pass(deviceList, value.length === 0 ? 'empty: OpenVINO chooses (AUTO)' : value.join(', '));
    return fail(deviceList, {
      found: `openvino_devices is ${JSON.stringify(value)}. SD.Next throws anything but a list away and uses AUTO.`,
      need: 'A list of names, such as ["GPU"].',
      fix: ['Let sdn write it as a list; it keeps a backup.', repairCommand(subject)],
      fixer: 'openvino-devices',
      evidence: seenSetting(subject, 'openvino_devices'),
    });
  },
};
