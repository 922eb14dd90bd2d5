import type { Backend } from '../reading.ts';
import { fault, note, type Rule } from '../rule.ts';

const full = (pattern: RegExp, backend: Backend | null): Rule => ({
  pattern,
  means: 'The accelerator’s memory is exhausted.',
  clues: () => [{ is: 'fault', code: 'oom' }, ...(backend ? [{ is: 'computed', backend } as const] : [])],
});

/** Memory of the accelerator and of the machine. */
export const memoryRules: readonly Rule[] = [
  full(/\bCUDA out of memory\b|CUDA error: out of memory|CUDNN_STATUS_ALLOC_FAILED/, 'cuda'),
  full(/\bHIP out of memory\b|HIP error: out of memory/, 'rocm'),
  full(
    /\bXPU out of memory\b|UR_RESULT_ERROR_OUT_OF_(?:DEVICE_MEMORY|RESOURCES)|PI_ERROR_OUT_OF_RESOURCES/,
    'ipex',
  ),
  full(/\bMPS backend out of memory\b/, 'mps'),
  full(/not enough GPU video memory available/, 'directml'),
  full(
    /\bGPU out-of-memory error\b|\bOutOfMemoryError\b|Allocation on device .* exceed|Exceeded max size of memory object allocation|CL_OUT_OF_(?:RESOURCES|HOST_MEMORY)|CL_MEM_OBJECT_ALLOCATION_FAILURE/,
    null,
  ),
  fault('low-disk', /No space left on device|\[WinError 112\]/, 'The disk is full.'),
  note(
    'low-memory',
    /DefaultCPUAllocator: (?:not enough memory|can't allocate)|^MemoryError\b|'ram': \{[^}]*'free': 0(?:\.\d+)?\b/,
    'Hardly any main memory is left.',
  ),
];
