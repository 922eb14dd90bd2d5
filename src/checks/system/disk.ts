import type { Check } from '../../findings/check.ts';
import { pass, unknown, warn } from '../say.ts';
import type { Subject } from '../subject.ts';

const GIGABYTE = 1024 ** 3;
/** SD.Next's launcher asks for 6 GB; one model takes 2 to 30 GB more. */
const NEEDED = 6 * GIGABYTE;

export const disk: Check<Subject> = {
  id: 'system.disk',
  group: 'system',
  title: 'There is room on the disk',
  run({ machine, dir }) {
    if (machine.freeBytes === null) return unknown(disk, `How much room ${dir} has could not be found out.`);
    const free = `${(machine.freeBytes / GIGABYTE).toFixed(1)} GB free`;
    if (machine.freeBytes >= NEEDED) return pass(disk, free);
    return warn(disk, {
      found: `${free} where ${dir} is.`,
      need: '6 GB for an environment, 2 to 30 GB for each model.',
      fix: ['Make room, or keep models elsewhere with --models-dir.'],
      subject: dir,
    });
  },
};
