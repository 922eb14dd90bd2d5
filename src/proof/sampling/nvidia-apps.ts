import { readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { nvidiaSmiPath } from '../../hardware/nvidia/nvidia-smi-probe.ts';
import { pciAddress } from '../../hardware/seen.ts';
import { failureOf, runTool } from '../../hardware/tool.ts';
import type { System } from '../../system/system.ts';

/** One process on one card, by the account of NVIDIA's driver. */
export type NvidiaApp = {
  readonly pid: number;
  /** Of the card, or of its slice: 32 hexadecimal digits. */
  readonly uuid: string;
  /** `0000:01:00.0` */
  readonly pci: string | null;
  /** Null where the driver does not tell (WDDM on Windows). */
  readonly usedMiB: number | null;
};

const QUERY = ['--query-compute-apps=pid,gpu_uuid,gpu_bus_id,used_memory', '--format=csv,noheader'];
/** The inode of the first pid namespace is the same in every Linux kernel (PROC_PID_INIT_INO). */
const FIRST_NAMESPACE = 'pid:[4026531836]';

/**
 * The processes that hold memory on NVIDIA's cards; null where nvidia-smi is not there, does not answer in its time box,
 * or counts processes by other numbers than we do, as in a container.
 */
export async function nvidiaApps(system: System): Promise<readonly NvidiaApp[] | null> {
  if (system.platform === 'linux' && !(await inFirstNamespace(system))) return null;
  const path = await nvidiaSmiPath(system);
  if (path === null) return null;
  const outcome = await runTool(system, path, QUERY);
  return failureOf(outcome) === null ? parseNvidiaApps(outcome.stdout) : null;
}

async function inFirstNamespace(system: System): Promise<boolean> {
  const link = await readlink(join(system.root, 'proc/self/ns/pid')).catch(() => null);
  return link === FIRST_NAMESPACE;
}

const LINE = /^(\d+), (?:GPU|MIG)-([0-9a-f-]{36}), ([0-9a-f:.]+|\[N\/A\]), (?:(\d+) MiB|\[[^\]]+\])$/i;

/** Rows of `--query-compute-apps`; null where one line is anything else, an empty list where nothing runs. */
export function parseNvidiaApps(text: string): readonly NvidiaApp[] | null {
  const lines = text.split('\n').map((line) => line.trim());
  const rows = lines.filter((line) => line !== '').map(appOf);
  return rows.every((row) => row !== null) ? rows : null;
}

function appOf(line: string): NvidiaApp | null {
  const [, pid, uuid = '', bus = '', used] = LINE.exec(line) ?? [];
  if (pid === undefined) return null;
  const usedMiB = used === undefined ? null : Number(used);
  return { pid: Number(pid), uuid: uuid.replaceAll('-', '').toLowerCase(), pci: pciAddress(bus), usedMiB };
}
