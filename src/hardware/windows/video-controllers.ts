import * as v from 'valibot';
import type { SeenGpu, SeenNpu } from '../seen.ts';
import { vendorOf } from '../seen.ts';

const Text = v.optional(v.nullable(v.string()));
const Controller = v.looseObject({
  Name: Text,
  PNPDeviceID: Text,
  DriverVersion: Text,
  Status: Text,
  Present: v.optional(v.nullable(v.boolean())),
});
const Adapter = v.looseObject({
  MatchingDeviceId: Text,
  MemorySize: v.optional(v.nullable(v.union([v.number(), v.string()]))),
});
const list = <Schema extends v.GenericSchema>(item: Schema) =>
  v.pipe(
    v.unknown(),
    v.transform((value) =>
      Array.isArray(value) ? value : value === null || value === undefined ? [] : [value],
    ),
    v.array(item),
  );
const Answer = v.looseObject({ video: list(Controller), npu: list(Controller), registry: list(Adapter) });

export type WindowsDevices = { readonly gpus: readonly SeenGpu[]; readonly npus: readonly SeenNpu[] };

/**
 * The answer of sdn's own PowerShell question; one controller is a bare object, several are an array.
 * Null where it is not such an answer ("Access denied").
 */
export function parseWindowsDevices(text: string): WindowsDevices | null {
  const value = json(text);
  const answer = v.safeParse(Answer, value);
  if (value === null || !answer.success) return null;
  const gpus = answer.output.video.flatMap(gpuOf).map((gpu) => withMemory(gpu, answer.output.registry));
  const npus = answer.output.npu
    .flatMap(gpuOf)
    .map(({ vendor, vendorId, deviceId, name, driverVersion }) => ({
      vendor,
      vendorId,
      deviceId,
      name,
      driverVersion,
    }));
  return { gpus, npus };
}

/** Vendor and device of a PNPDeviceID (`PCI\VEN_10DE&DEV_2484&…`); null where it is not a PCI device. */
function parsePnpId(id: string): { readonly vendorId: string; readonly deviceId: string } | null {
  const parts = /^\s*PCI\\VEN_([0-9a-f]{4})&DEV_([0-9a-f]{4})/i.exec(id);
  return parts === null
    ? null
    : { vendorId: (parts[1] ?? '').toLowerCase(), deviceId: (parts[2] ?? '').toLowerCase() };
}

type ControllerRow = v.InferOutput<typeof Controller>;

function gpuOf({ Name, PNPDeviceID, DriverVersion, Present }: ControllerRow): readonly SeenGpu[] {
  const ids = parsePnpId(PNPDeviceID ?? '');
  if (ids === null || vendorOf(ids.vendorId) === 'other') return [];
  return [
    {
      vendor: vendorOf(ids.vendorId),
      ...ids,
      ...(Name ? { name: Name } : {}),
      ...(DriverVersion ? { driverVersion: DriverVersion } : {}),
      ...(typeof Present === 'boolean' ? { present: Present } : {}),
    },
  ];
}

/** The registry's 64-bit size; `AdapterRAM` stops at 4 GiB and is not read. */
function withMemory(gpu: SeenGpu, registry: readonly v.InferOutput<typeof Adapter>[]): SeenGpu {
  const row = registry.find(({ MatchingDeviceId }) => {
    const ids = parsePnpId(MatchingDeviceId ?? '');
    return ids !== null && ids.vendorId === gpu.vendorId && ids.deviceId === gpu.deviceId;
  });
  const size = Number(row?.MemorySize ?? Number.NaN);
  return Number.isFinite(size) && size > 0 ? { ...gpu, vramBytes: size } : gpu;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return null;
  }
}
