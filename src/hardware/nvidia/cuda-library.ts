import type { System } from '../../system/system.ts';
import { found, missing, type Probe } from '../probe.ts';
import { isThere, linkName } from '../tree.ts';

const FOLDERS = [
  '/usr/lib/x86_64-linux-gnu',
  '/usr/lib/aarch64-linux-gnu',
  '/usr/lib64',
  '/usr/lib',
  '/usr/lib/wsl/lib',
  '/run/opengl-driver/lib',
];

export type CudaLibrary = { readonly version: string | null };

/** The user-space half of the driver: `libcuda.so.1` is a link to `libcuda.so.580.95.05`. Nothing is loaded. */
export const cudaLibraryProbe: Probe<CudaLibrary> = {
  id: 'libcuda',
  read: async (system) => {
    const versions = await Promise.all(FOLDERS.map((folder) => libraryIn(system, folder)));
    const library = versions.find((each) => each !== null);
    return library ? found(library) : missing('absent');
  },
};

/** "580.95.05" of `libcuda.so.580.95.05`; WSL's own copy carries 1.1 and says nothing. */
export function versionOfLibrary(name: string): string | null {
  return /^libcuda\.so\.(\d{3}\.[\d.]+)$/.exec(name)?.[1] ?? null;
}

async function libraryIn(system: System, folder: string): Promise<CudaLibrary | null> {
  const path = `${folder}/libcuda.so.1`;
  if (!(await isThere(system, path))) return null;
  return { version: versionOfLibrary((await linkName(system, path)) ?? '') };
}
