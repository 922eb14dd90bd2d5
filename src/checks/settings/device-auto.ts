import type { Check } from '../../findings/check.ts';
import { listSetting } from '../../sdnext/settings/settings.ts';
import { info, pass } from '../say.ts';
import type { Subject } from '../subject.ts';
import { skipSettings } from './skip-settings.ts';

export const deviceAuto: Check<Subject> = {
  id: 'settings.device-auto',
  group: 'settings',
  title: 'The device is chosen, not guessed',
  skipReason: skipSettings,
  run(subject) {
    const configured = listSetting(subject.settings, 'openvino_devices') ?? [];
    const gpu = subject.devices?.find((name) => name.startsWith('GPU'));
    const sees =
      gpu !== undefined ||
      (subject.devices === null && subject.machine.displayVendors?.includes('8086') === true);
    if (configured.length > 0 || !sees) return pass(deviceAuto, configured.join(', ') || 'AUTO');
    return info(
      deviceAuto,
      `No device is set, so OpenVINO chooses (AUTO): it starts on the CPU, moves to the GPU once the model is compiled for it, and never takes an NPU. sdn launch --device-id ${gpu ?? 'GPU'} settles it.`,
    );
  },
};
