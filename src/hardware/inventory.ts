import type { System } from '../system/system.ts';
import type { Devices } from './devices.ts';
import type { Facts } from './facts.ts';
import { linuxDevices } from './linux-devices.ts';
import { macDevices } from './mac-devices.ts';
import { cleanFacts } from './parse-facts.ts';
import { readCpu } from './system/cpu.ts';
import { readDisk } from './system/disk.ts';
import { hidingEnv } from './system/hiding-env.ts';
import { readMemory } from './system/memory.ts';
import { readOs } from './system/os.ts';
import { type PythonSearch, readPythons } from './system/pythons.ts';
import { windowsDevices } from './windows-devices.ts';

/** All probes together may take this long; each of them less. */
const ALL_LIMIT_MS = 10_000;
const NOBODY_LOOKED = { python: null, pythons: null };

type Where = {
  /** The folder whose disk an environment would fill. */
  readonly dir: string;
  /** Where Pythons may be; without it nobody looks for one, and none is claimed to be missing. */
  readonly pythons?: PythonSearch;
};

/**
 * What this machine has, schema `sdn.facts/1`. Probes run side by side, each in its own time box; how each of
 * them ended is in `probes`. Text from devices leaves without control characters. Never throws for a
 * probe; throws `Failure` (unsupported) on a system that no wheel exists for.
 */
export async function inventory(
  system: System,
  { dir, pythons: search }: Where = { dir: '.' },
): Promise<Facts> {
  const signal = AbortSignal.any([system.signal, AbortSignal.timeout(ALL_LIMIT_MS)]);
  const boxed = { ...system, signal };
  const [os, cpu, memory, disk, pythons, devices] = await Promise.all([
    readOs(boxed),
    readCpu(boxed),
    readMemory(boxed),
    readDisk(boxed, dir),
    search === undefined ? NOBODY_LOOKED : readPythons(boxed, search),
    devicesOf(boxed),
  ]);
  const { translated, ...seen } = devices;
  return cleanFacts({
    schema: 'sdn.facts/1',
    os: { ...os, ...(translated === undefined ? {} : { translated }) },
    cpu,
    memory,
    disk,
    ...pythons,
    ...seen,
    env: hidingEnv(system),
  });
}

function devicesOf(system: System): Promise<Devices> {
  if (system.platform === 'win32') return windowsDevices(system);
  if (system.platform === 'darwin') return macDevices(system);
  return linuxDevices(system);
}
