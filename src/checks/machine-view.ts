import { constants } from 'node:fs';
import { access, readdir, readFile, stat, statfs } from 'node:fs/promises';
import { release as kernelRelease, totalmem } from 'node:os';
import { join } from 'node:path';
import type { System } from '../system/system.ts';

/** A device node for computing, and whether this user may open it for reading and writing. */
export type DeviceNode = { readonly path: string; readonly usable: boolean; readonly gid: number | null };

/** What the checks need to know about the machine itself. Null: not known, or not asked on this system. */
export type MachineView = {
  readonly platform: NodeJS.Platform;
  readonly arch: string;
  readonly kernel: string | null;
  readonly root: boolean;
  readonly container: boolean;
  /** Bytes; the container's limit where one is set. */
  readonly memoryBytes: number | null;
  /** Bytes free where the checkout is. */
  readonly freeBytes: number | null;
  /** PCI vendors of display controllers, in four hexadecimal digits: `8086`, `10de`, `1002`. */
  readonly displayVendors: readonly string[] | null;
  readonly renderNodes: readonly DeviceNode[] | null;
  /** `/dev/kfd`, through which ROCm computes. */
  readonly kfd: DeviceNode | null;
  /** Files of OpenCL drivers in `/etc/OpenCL/vendors`. */
  readonly openclDrivers: readonly string[] | null;
  readonly nvidiaDriver: string | null;
  /** The package manager of a Linux distribution, where it is one of these. */
  readonly packageManager: 'apt' | 'dnf' | 'pacman' | null;
};

/** Looks at files only: no program is started. */
export async function viewMachine(system: System, dir: string): Promise<MachineView> {
  const { platform, arch } = system;
  const isRoot = platform !== 'win32' && process.getuid?.() === 0;
  const base = { platform, arch, kernel: kernelRelease(), root: isRoot, freeBytes: await freeIn(dir) };
  if (platform !== 'linux') return { ...base, ...elsewhere(), memoryBytes: totalmem() };
  return { ...base, ...(await linuxView(system.root)) };
}

function elsewhere() {
  const unknown = {
    displayVendors: null,
    renderNodes: null,
    kfd: null,
    openclDrivers: null,
    nvidiaDriver: null,
  };
  return { container: false, packageManager: null, ...unknown };
}

async function linuxView(root: string) {
  const [container, memoryBytes, displayVendors, renderNodes, kfd, openclDrivers, nvidia, release] =
    await Promise.all([
      isContainer(root),
      memory(root),
      vendors(root),
      nodes(root),
      node(join(root, 'dev', 'kfd')),
      names(join(root, 'etc', 'OpenCL', 'vendors')),
      text(join(root, 'sys', 'module', 'nvidia', 'version')),
      text(join(root, 'etc', 'os-release')),
    ]);
  const nvidiaDriver = nvidia?.trim() || null;
  const packageManager = managerOf(release ?? '');
  return {
    container,
    memoryBytes,
    displayVendors,
    renderNodes,
    kfd,
    openclDrivers,
    nvidiaDriver,
    packageManager,
  };
}

async function isContainer(root: string): Promise<boolean> {
  const marks = [join(root, '.dockerenv'), join(root, 'run', '.containerenv')];
  const found = await Promise.all(marks.map((mark) => stat(mark).catch(() => null)));
  return found.some((each) => each !== null);
}

async function memory(root: string): Promise<number | null> {
  const total = /^MemTotal:\s+(\d+) kB/m.exec((await text(join(root, 'proc', 'meminfo'))) ?? '')?.[1];
  const limit = Number((await text(join(root, 'sys', 'fs', 'cgroup', 'memory.max')))?.trim());
  const bytes = total === undefined ? null : Number(total) * 1024;
  return Number.isFinite(limit) && limit > 0 ? Math.min(limit, bytes ?? limit) : bytes;
}

/** PCI class 03 is a display controller, 12 a processing accelerator. */
async function vendors(root: string): Promise<readonly string[] | null> {
  const folder = join(root, 'sys', 'bus', 'pci', 'devices');
  const devices = await readdir(folder).catch(() => null);
  if (devices === null) return null;
  const found = await Promise.all(
    devices.map(async (device) => {
      const kind = await text(join(folder, device, 'class'));
      return kind?.startsWith('0x03') ? await text(join(folder, device, 'vendor')) : null;
    }),
  );
  return [...new Set(found.flatMap((vendor) => vendor?.trim().replace('0x', '') ?? []))];
}

async function nodes(root: string): Promise<readonly DeviceNode[] | null> {
  const folder = join(root, 'dev', 'dri');
  const found = await readdir(folder).catch(() => [] as string[]);
  const render = found.filter((name) => name.startsWith('renderD')).sort();
  return (await Promise.all(render.map((name) => node(join(folder, name))))).filter((each) => each !== null);
}

async function node(path: string): Promise<DeviceNode | null> {
  const found = await stat(path).catch(() => null);
  if (found === null) return null;
  const usable = await access(path, constants.R_OK | constants.W_OK).then(
    () => true,
    () => false,
  );
  return { path, usable, gid: found.gid };
}

async function names(folder: string): Promise<readonly string[]> {
  return (await readdir(folder).catch(() => [] as string[])).filter((name) => name.endsWith('.icd'));
}

async function text(path: string): Promise<string | null> {
  return readFile(path, 'utf8').catch(() => null);
}

async function freeIn(dir: string): Promise<number | null> {
  const found = await statfs(dir).catch(() => null);
  return found === null ? null : found.bavail * found.bsize;
}

/** By ID and ID_LIKE of os-release. */
function managerOf(osRelease: string): MachineView['packageManager'] {
  const names = [...osRelease.matchAll(/^ID(?:_LIKE)?="?([^"\n]*)"?$/gm)]
    .map(([, value]) => value ?? '')
    .join(' ');
  if (/debian|ubuntu/.test(names)) return 'apt';
  if (/fedora|rhel|centos/.test(names)) return 'dnf';
  return /arch/.test(names) ? 'pacman' : null;
}
