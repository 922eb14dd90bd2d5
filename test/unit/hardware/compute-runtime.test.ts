import { expect, test } from 'vitest';
import { computeRuntimeProbe } from '../../../src/hardware/intel/compute-runtime.ts';
import { fakeLinux } from './fake-machine.ts';

const LIB = '/usr/lib/x86_64-linux-gnu';

test.each([
  ['nothing', [], null],
  [
    'an OpenCL driver',
    ['/etc/OpenCL/vendors/intel.icd'],
    { openclIcds: ['intel.icd'], levelZero: false, npu: false },
  ],
  ['the loader alone', [`${LIB}/libze_loader.so.1`], { openclIcds: [], levelZero: false, npu: false }],
  [
    'a driver without the loader',
    [`${LIB}/libze_intel_gpu.so.1`],
    { openclIcds: [], levelZero: false, npu: false },
  ],
  [
    'both',
    [`${LIB}/libze_loader.so.1`, '/usr/lib64/libze_intel_gpu.so.1'],
    { openclIcds: [], levelZero: true, npu: false },
  ],
  [
    'those of an NPU',
    [`${LIB}/libze_loader.so.1`, `${LIB}/libze_intel_npu.so.1`],
    { openclIcds: [], levelZero: false, npu: true },
  ],
] as const)("Intel's runtime, of which %s is installed", async (_, paths, seen) => {
  const files = Object.fromEntries(paths.map((path) => [path, '']));
  const reading = await computeRuntimeProbe.read(fakeLinux({ files }));
  expect(reading).toEqual({ status: seen === null ? 'absent' : 'ok', seen });
});
