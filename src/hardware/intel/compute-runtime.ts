import type { System } from '../../system/system.ts';
import { found, missing, type Probe } from '../probe.ts';
import { isThere, namesIn } from '../tree.ts';

/** Which of Intel's user-space drivers are installed; they make a device usable, not present. */
export type ComputeRuntime = {
  readonly openclIcds: readonly string[];
  readonly levelZero: boolean;
  readonly npu: boolean;
};

const LIBRARIES = [
  '/usr/lib/x86_64-linux-gnu',
  '/usr/lib64',
  '/usr/lib',
  '/usr/local/lib',
  '/usr/lib/wsl/lib',
  '/run/opengl-driver/lib',
];

/** OpenCL ICD files and Level Zero libraries, without loading any of them. */
export const computeRuntimeProbe: Probe<ComputeRuntime> = {
  id: 'intel-runtime',
  read: async (system) => {
    const icds = (await namesIn(system, '/etc/OpenCL/vendors')) ?? [];
    const [loader, gpu, npu] = await Promise.all([
      anywhere(system, ['libze_loader.so.1']),
      anywhere(system, ['libze_intel_gpu.so.1']),
      anywhere(system, ['libze_intel_npu.so.1', 'libze_intel_vpu.so.1']),
    ]);
    if (icds.length === 0 && !loader && !gpu && !npu) return missing('absent');
    return found({ openclIcds: icds, levelZero: loader && gpu, npu: loader && npu });
  },
};

async function anywhere(system: System, names: readonly string[]): Promise<boolean> {
  const paths = LIBRARIES.flatMap((folder) => names.map((name) => `${folder}/${name}`));
  const there = await Promise.all(paths.map((path) => isThere(system, path)));
  return there.includes(true);
}
