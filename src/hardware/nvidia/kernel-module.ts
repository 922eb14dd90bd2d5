import { found, missing, type Probe } from '../probe.ts';
import { textOf } from '../tree.ts';

export type KernelModule = { readonly driverVersion: string | null; readonly open: boolean | null };

/** `/proc/driver/nvidia/version`: "NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  580.95.05 …". */
export function parseNvidiaModule(text: string): KernelModule {
  const line = text.split('\n').find((each) => each.startsWith('NVRM version:')) ?? '';
  const driverVersion = /Kernel Module(?:\s+for\s+\S+)?\s+(\d+(?:\.\d+)+)/.exec(line)?.[1] ?? null;
  return { driverVersion, open: driverVersion === null ? null : /\bOpen Kernel Module\b/.test(line) };
}

/** `/sys/module/nvidia/version` holds the version and nothing else. */
export function parseModuleVersion(text: string): string | null {
  return /^\d+(?:\.\d+)+$/.exec(text.trim())?.[0] ?? null;
}

/** The version of the loaded kernel module; works where nvidia-smi hangs. */
export const nvidiaModuleProbe: Probe<KernelModule> = {
  id: 'nvidia-module',
  read: async (system) => {
    const [said, version] = await Promise.all([
      textOf(system, '/proc/driver/nvidia/version'),
      textOf(system, '/sys/module/nvidia/version'),
    ]);
    if (said === null && version === null) return missing('absent');
    const module = parseNvidiaModule(said ?? '');
    const driverVersion = module.driverVersion ?? parseModuleVersion(version ?? '');
    return driverVersion === null ? missing('garbage') : found({ ...module, driverVersion });
  },
};
