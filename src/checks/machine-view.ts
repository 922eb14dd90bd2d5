import { constants } from 'node:fs';
import { access, readdir, readFile, stat, statfs } from 'node:fs/promises';
import { release as kernelRelease } from 'node:os';
import { join } from 'node:path';
import type { Facts } from '../hardware/facts.ts';
import type { System } from '../system/system.ts';

/** A device node for computing, and whether this user may open it for reading and writing. */
type DeviceNode = { readonly path: string; readonly usable: boolean; readonly gid: number | null };

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

/**
 * From the hardware inventory where it knows, and from files: starts no program of its own.
 * `dir`: the folder whose disk counts.
 */
export async function viewMachine(system: System, dir: string, facts: Facts): Promise<MachineView> {
  const { platform, arch } = system;
  const isRoot = platform !== 'win32' && process.getuid?.() === 0;
  return {
    platform,
    arch,
    kernel: facts.os.release ?? kernelRelease(),
    root: isRoot,
    freeBytes: await freeIn(dir),
    ...inventoried(facts),
    ...(platform === 'linux' ? await linuxView(system.root) : ELSEWHERE),
  };
}

function inventoried({ os, memory, gpus }: Facts) {
  const bytes = [memory?.limitBytes, memory?.totalBytes].filter((each) => typeof each === 'number');
  const present = (gpus ?? []).filter(({ present }) => present !== false);
  const nvidia = present.find(({ vendor, driverVersion }) => vendor === 'nvidia' && driverVersion);
  return {
    container: os.container === true,
    memoryBytes: bytes.length === 0 ? null : Math.min(...bytes),
    displayVendors: gpus == null ? null : [...new Set(present.map(vendorIdOf))],
    nvidiaDriver: nvidia?.driverVersion ?? null,
  };
}

const VENDOR_IDS: Readonly<Record<string, string>> = {
  intel: '8086',
  nvidia: '10de',
  amd: '1002',
  apple: '106b',
};

function vendorIdOf({ vendor, vendorId }: NonNullable<Facts['gpus']>[number]): string {
  return vendorId ?? VENDOR_IDS[vendor] ?? vendor;
}

const ELSEWHERE = { renderNodes: null, kfd: null, openclDrivers: null, packageManager: null } as const;

async function linuxView(root: string) {
  const [renderNodes, kfd, openclDrivers, release] = await Promise.all([
    nodes(root),
    node(join(root, 'dev', 'kfd')),
    names(join(root, 'etc', 'OpenCL', 'vendors')),
    text(join(root, 'etc', 'os-release')),
  ]);
  return { renderNodes, kfd, openclDrivers, packageManager: managerOf(release ?? '') };
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
