import * as v from 'valibot';
import type { Gpu } from '../facts.ts';
import { found, missing, type Probe } from '../probe.ts';
import { plainHex, type SeenGpu, vendorOf } from '../seen.ts';
import { failureOf, firstLine, runTool } from '../tool.ts';

const Text = v.optional(v.string());
const Answer = v.looseObject({
  SPDisplaysDataType: v.array(
    v.looseObject({
      _name: Text,
      sppci_model: Text,
      spdisplays_vendor: Text,
      'spdisplays_device-id': Text,
      sppci_cores: Text,
      sppci_bus: Text,
    }),
  ),
});

const IDS: Readonly<Partial<Record<Gpu['vendor'], string>>> = { nvidia: '10de', amd: '1002', intel: '8086' };

/** Display devices of `system_profiler -json SPDisplaysDataType`; null where it is not that. */
export function parseSystemProfiler(text: string): readonly SeenGpu[] | null {
  try {
    return v.parse(Answer, JSON.parse(text)).SPDisplaysDataType.map(deviceOf);
  } catch {
    return null;
  }
}

type Row = v.InferOutput<typeof Answer>['SPDisplaysDataType'][number];

function deviceOf(row: Row): SeenGpu {
  const vendor = vendorIn(row.spdisplays_vendor ?? '');
  const id = row['spdisplays_device-id'];
  const vendorId = IDS[vendor];
  const cores = Number(row.sppci_cores);
  return {
    vendor,
    name: row.sppci_model ?? null,
    ...(vendorId === undefined ? {} : { vendorId }),
    ...(id === undefined ? {} : { deviceId: plainHex(id) }),
    ...(Number.isInteger(cores) ? { cores } : {}),
    ...(vendor === 'apple' ? { integrated: true } : {}),
    ...(/thunderbolt|external/i.test(row.sppci_bus ?? '') ? { external: true } : {}),
  };
}

/** Three spellings: "Intel", "NVIDIA (0x10de)", "sppci_vendor_amd". */
function vendorIn(text: string): Gpu['vendor'] {
  const id = /\(0x([0-9a-f]{4})\)/i.exec(text)?.[1];
  if (id !== undefined) return vendorOf(id);
  return (
    (['nvidia', 'amd', 'intel', 'apple'] as const).find((name) => text.toLowerCase().includes(name)) ??
    'other'
  );
}

/** What macOS says of its displays' devices. */
export const systemProfilerProbe: Probe<readonly SeenGpu[]> = {
  id: 'system_profiler',
  read: async (system) => {
    const outcome = await runTool(system, '/usr/sbin/system_profiler', ['-json', 'SPDisplaysDataType']);
    const failure = failureOf(outcome);
    if (failure !== null) return missing(failure, firstLine(outcome));
    const gpus = parseSystemProfiler(outcome.stdout);
    return gpus === null ? missing('garbage', firstLine(outcome)) : found(gpus);
  },
};
