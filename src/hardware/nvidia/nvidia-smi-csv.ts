import { pciAddress, type SeenGpu } from '../seen.ts';

const MIB = 1024 * 1024;

/**
 * Rows of `nvidia-smi --query-gpu=… --format=csv`, with or without a header, with or without units.
 * `columns` name the fields where there is no header; each cell is also recognised by what it looks like.
 */
export function parseNvidiaCsv(text: string, columns: readonly string[] = []): readonly SeenGpu[] {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const header = lines[0]?.split(',').map((cell) => cell.trim().replace(/ \[.*\]$/, '')) ?? [];
  const hasHeader = header.some((cell) => /^(?:name|driver_version|compute_cap|uuid|index)$/.test(cell));
  const named = hasHeader ? header : columns;
  return lines.slice(hasHeader ? 1 : 0).flatMap((line) =>
    rowGpu(
      line.split(',').map((cell) => cell.trim()),
      named,
    ),
  );
}

/** Cards in `nvidia-smi -L`: "GPU 0: NVIDIA A30 (UUID: …)", and below each its MIG instances, which are not cards. */
export function parseNvidiaList(text: string): readonly SeenGpu[] {
  return text.split(/^(?=GPU \d+: )/m).flatMap((part) => {
    const name = /^GPU \d+: (.+?) \(UUID: /.exec(part)?.[1];
    const migInstances = (part.match(/^\s+MIG .*\(UUID: /gm) ?? []).length;
    return name === undefined ? [] : [{ vendor: 'nvidia' as const, name, migInstances }];
  });
}

function rowGpu(cells: readonly string[], columns: readonly string[]): readonly SeenGpu[] {
  const gpu: SeenGpu = { vendor: 'nvidia' };
  cells.forEach((cell, index) => {
    const column = columns[index] ?? columnByLook(cell, gpu);
    READERS[column]?.(gpu, cell);
  });
  const isRow = gpu.name !== undefined || gpu.driverVersion !== undefined;
  return isRow ? [gpu] : [];
}

type Reader = (gpu: SeenGpu, cell: string) => void;

const READERS: Readonly<Record<string, Reader>> = {
  name: (gpu, cell) => {
    if (!unknown(cell)) gpu.name = cell;
  },
  driver_version: (gpu, cell) => {
    if (/^\d+(?:\.\d+)+$/.test(cell)) gpu.driverVersion = cell;
  },
  compute_cap: (gpu, cell) => {
    if (/^\d{1,2}\.\d$/.test(cell)) gpu.computeCapability = cell;
  },
  'memory.total': (gpu, cell) => {
    const size = /^(\d+)(?: MiB)?$/.exec(cell)?.[1];
    if (size !== undefined) gpu.vramBytes = Number(size) * MIB;
  },
  'mig.mode.current': (gpu, cell) => {
    if (/^(?:en|dis)abled$/i.test(cell)) gpu.migMode = /^en/i.test(cell) ? 'enabled' : 'disabled';
  },
  'pci.bus_id': (gpu, cell) => {
    const pci = pciAddress(cell);
    if (pci !== null) gpu.pci = pci;
  },
  'pci.device_id': (gpu, cell) => {
    const ids = /^0x([0-9A-F]{4})10DE$/i.exec(cell)?.[1];
    if (ids !== undefined) gpu.deviceId = ids.toLowerCase();
  },
};

function unknown(cell: string): boolean {
  return cell === '' || /^\[?(?:N\/A|Not Supported|Unknown Error|ERR!)\]?$/i.test(cell);
}

function columnByLook(cell: string, gpu: SeenGpu): string {
  if (/^\d{1,2}\.\d$/.test(cell)) return 'compute_cap';
  if (/^\d{3}(?:\.\d+)+$/.test(cell)) return 'driver_version';
  if (/^\d+(?: MiB)?$/.test(cell)) return 'memory.total';
  return gpu.name === undefined ? 'name' : 'other';
}
