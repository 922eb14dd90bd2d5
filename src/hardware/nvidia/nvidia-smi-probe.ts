import type { Outcome } from '../../system/run.ts';
import type { System } from '../../system/system.ts';
import { found, missing, type Probe, type Reading } from '../probe.ts';
import { failureOf, firstLine, runTool, toolPath } from '../tool.ts';
import { type NvidiaSmi, parseNvidiaSmi } from './nvidia-smi.ts';
import { parseNvidiaCsv, parseNvidiaList } from './nvidia-smi-csv.ts';

const COLUMNS = [
  ...['name', 'driver_version', 'compute_cap', 'memory.total', 'pci.bus_id', 'pci.device_id'],
  'mig.mode.current',
];
const QUERY = [`--query-gpu=${COLUMNS.join(',')}`, '--format=csv,noheader,nounits'];
const PLACES = [
  '/usr/lib/wsl/lib',
  '/opt/bin',
  'C:\\Windows\\System32',
  'C:\\Program Files\\NVIDIA Corporation\\NVSMI',
];

/** The absolute path of NVIDIA's tool; null where it is not installed. */
export function nvidiaSmiPath(system: System): Promise<string | null> {
  return toolPath(system, 'nvidia-smi', PLACES);
}

/** The cards that NVIDIA's own tool lists, with driver and compute capability. */
export const nvidiaSmiProbe: Probe<NvidiaSmi> = {
  id: 'nvidia-smi',
  read: async (system) => {
    const path = await nvidiaSmiPath(system);
    if (path === null) return missing('absent');
    const outcome = await runTool(system, path, QUERY);
    return withInstances(readQuery(outcome) ?? (await readTable(system, path)), system, path);
  },
};

/** Null where this tool is too old for the question and its plain table has to do. */
function readQuery(outcome: Outcome): Reading<NvidiaSmi> | null {
  const spoken = parseNvidiaSmi(`${outcome.stdout}\n${outcome.stderr}`);
  if (spoken.problem !== null || spoken.gpus?.length === 0)
    return { ...found(spoken), detail: firstLine(outcome) };
  if (/not a valid field to query/i.test(outcome.stdout + outcome.stderr)) return null;
  const failure = failureOf(outcome);
  if (failure !== null) return missing(failure, firstLine(outcome));
  const gpus = parseNvidiaCsv(outcome.stdout, COLUMNS);
  const driverVersion = gpus.find((gpu) => gpu.driverVersion)?.driverVersion ?? null;
  if (driverVersion === null) return missing('garbage', firstLine(outcome));
  return found({ driverVersion, cudaVersion: null, gpus, problem: null });
}

async function readTable(system: System, path: string): Promise<Reading<NvidiaSmi>> {
  const outcome = await runTool(system, path, []);
  const failure = failureOf(outcome);
  if (failure !== null) return missing(failure, firstLine(outcome));
  const table = parseNvidiaSmi(outcome.stdout);
  return table.driverVersion === null ? missing('garbage', firstLine(outcome)) : found(table);
}

/** How many MIG instances a divided card has; asked only where one is in that mode. */
async function withInstances(
  reading: Reading<NvidiaSmi>,
  system: System,
  path: string,
): Promise<Reading<NvidiaSmi>> {
  const { seen } = reading;
  if (seen === null || !seen.gpus?.some(({ migMode }) => migMode === 'enabled')) return reading;
  const outcome = await runTool(system, path, ['-L']);
  const listed = failureOf(outcome) === null ? parseNvidiaList(outcome.stdout) : [];
  const gpus = seen.gpus.map((gpu, at) =>
    gpu.migMode === 'enabled' && listed[at] ? { ...gpu, migInstances: listed[at].migInstances } : gpu,
  );
  return { ...reading, seen: { ...seen, gpus } };
}
