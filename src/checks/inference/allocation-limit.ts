import type { Check } from '../../findings/check.ts';
import { info, pass } from '../say.ts';
import { type Subject, skipUnlessOpenvino } from '../subject.ts';

export const allocationLimit: Check<Subject> = {
  id: 'inference.allocation-limit',
  group: 'inference',
  title: 'One buffer of the GPU is large enough',
  skipReason: skipUnlessOpenvino,
  run({ devices, machine }) {
    const gpus = devices?.filter((name) => name.startsWith('GPU')) ?? [];
    const integrated = gpus.includes('GPU') || gpus.includes('GPU.0');
    if (!integrated || machine.displayVendors?.includes('8086') !== true) return pass(allocationLimit);
    return info(
      allocationLimit,
      'An integrated GPU gives at most 4 GB in one piece. "Exceeded max size of memory object allocation" means: smaller images or batches, or HETERO (GPU and CPU together).',
    );
  },
};
