import type { Check } from '../../findings/check.ts';
import { pass, unknown, warn } from '../say.ts';
import { isOpenvino, type Subject, wantedVariant } from '../subject.ts';

/** OpenVINO's system requirements of 2026 name 5.15 as the oldest kernel; Arc cards want 6.2. */
const OLDEST = [5, 15] as const;

export const kernel: Check<Subject> = {
  id: 'driver.kernel',
  group: 'driver',
  title: 'The kernel goes with Intel’s compute runtime',
  skipReason(subject) {
    if (subject.machine.platform !== 'linux') return 'Only Linux has this pairing.';
    if (!isOpenvino(subject) && wantedVariant(subject) !== 'xpu')
      return 'This variant does not depend on it.';
    return subject.machine.displayVendors?.includes('8086') === true ? null : 'No Intel GPU was seen here.';
  },
  run({ machine }) {
    const [, major = '', minor = ''] = /^(\d+)\.(\d+)/.exec(machine.kernel ?? '') ?? [];
    if (major === '') return unknown(kernel, 'The version of the kernel could not be found out.');
    const [wantedMajor, wantedMinor] = OLDEST;
    const isOld =
      Number(major) < wantedMajor || (Number(major) === wantedMajor && Number(minor) < wantedMinor);
    // vladmandic/sdnext #3201: with 6.8, compute runtimes of before mid-2024 count no device.
    const pairs =
      `${major}.${minor}` === '6.8' ? '; with 6.8 the compute runtime has to be of mid-2024 or newer' : '';
    if (!isOld) return pass(kernel, `${machine.kernel}${pairs}`);
    return warn(kernel, {
      found: `Kernel ${machine.kernel} is older than what OpenVINO's GPU plugin is tested with.`,
      need: 'Kernel 5.15 or newer; 6.2 for Arc cards, and a compute runtime of the same time.',
      fix: ['Update the kernel together with intel-compute-runtime.'],
    });
  },
};
