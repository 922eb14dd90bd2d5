import type { Check } from '../../findings/check.ts';
import { pass, unknown, warn } from '../say.ts';
import { isOpenvino, type Subject } from '../subject.ts';

const GIGABYTE = 1024 ** 3;
/** SD.Next's documentation: OpenVINO keeps the model in FP32 where a device lacks FP16, twice the memory. */
const COMFORTABLE = 8 * GIGABYTE;

export const memory: Check<Subject> = {
  id: 'system.memory',
  group: 'system',
  title: 'There is enough main memory',
  run(subject) {
    const { memoryBytes } = subject.machine;
    if (memoryBytes === null) return unknown(memory, 'How much memory there is could not be found out.');
    const size = `${(memoryBytes / GIGABYTE).toFixed(1)} GB`;
    // A machine of "8 GB" shows a little less.
    if (memoryBytes > COMFORTABLE * 0.93) return pass(memory, size);
    const expect = isOpenvino(subject)
      ? 'Expect small models at 512 × 512, one image at a time, and swapping while a model is compiled.'
      : 'Expect small models only, and swapping while one is loaded.';
    return warn(memory, {
      found: `This machine has ${size} of memory. ${expect}`,
      need: '8 GB for small models, 16 GB for SDXL.',
      fix: ['Use small or quantised models, and close other programs.'],
    });
  },
};
