import type { Check } from '../../findings/check.ts';
import { fail, pass } from '../say.ts';
import { type Subject, wantedVariant } from '../subject.ts';

export const rocmDevices: Check<Subject> = {
  id: 'driver.rocm-devices',
  group: 'driver',
  title: 'ROCm reaches a GPU',
  skipReason(subject) {
    if (!['rocm', 'zluda'].includes(wantedVariant(subject) ?? '')) return 'This variant does not use ROCm.';
    return subject.machine.platform === 'linux' ? null : 'Only Linux shows it in files.';
  },
  run({ machine }) {
    if (machine.kfd?.usable === true) return pass(rocmDevices, machine.kfd.path);
    if (machine.kfd !== null) {
      return fail(rocmDevices, {
        found: `This user may not open ${machine.kfd.path}, through which ROCm computes.`,
        need: 'Membership in the groups render and video; it counts from the next login.',
        fix: ['Join the groups, then log in again.', 'sudo usermod -aG render,video "$USER"'],
      });
    }
    return fail(rocmDevices, {
      found:
        'There is no /dev/kfd: the amdgpu driver is not loaded, or the container was not given the device.',
      need: 'The amdgpu kernel driver with its compute part, and in a container --device /dev/kfd --device /dev/dri.',
      fix: ['See which driver holds the card.', 'lspci -nnk -d 1002:'],
    });
  },
};
