import type { Check } from '../../findings/check.ts';
import type { MachineView } from '../machine-view.ts';
import { fail, pass } from '../say.ts';
import { isOpenvino, type Subject, wantedVariant } from '../subject.ts';

export const intelRuntime: Check<Subject> = {
  id: 'driver.intel-runtime',
  group: 'driver',
  title: 'The compute driver of the Intel GPU is installed',
  skipReason(subject) {
    const { machine } = subject;
    if (machine.platform !== 'linux') return 'Windows and macOS bring it with the graphics driver.';
    if (!isOpenvino(subject) && wantedVariant(subject) !== 'xpu') return 'This variant does not use it.';
    return machine.displayVendors?.includes('8086') === true ? null : 'No Intel GPU was seen here.';
  },
  run({ machine }) {
    const drivers = machine.openclDrivers ?? [];
    if (drivers.some((name) => /intel/i.test(name))) return pass(intelRuntime, drivers.join(', '));
    return fail(intelRuntime, {
      found: 'An Intel GPU is here, and no OpenCL driver for it: OpenVINO lists no GPU then.',
      need: 'Intel’s compute runtime: intel-opencl-icd, libze-intel-gpu1, libze1.',
      fix: ['Install it with the package manager of this system.', ...commandsFor(machine)],
      evidence: [{ kind: 'file', source: '/etc/OpenCL/vendors', value: drivers.join(', ') || 'empty' }],
    });
  },
};

const COMMANDS = {
  apt: 'sudo apt-get install intel-opencl-icd libze-intel-gpu1 libze1',
  dnf: 'sudo dnf install intel-compute-runtime',
  pacman: 'sudo pacman -S intel-compute-runtime level-zero-loader',
} as const;

function commandsFor({ packageManager }: MachineView): readonly string[] {
  return packageManager === null ? [] : [COMMANDS[packageManager]];
}
