import type { Facts, Gpu, Npu, ProbeRecord } from '../../hardware/facts.ts';
import { paint, type Style } from '../style.ts';
import { labelled } from '../wrap.ts';
import { bytes, joined } from './units.ts';

/** Graphics devices and NPUs, one line each where the terminal is wide enough, and probes that did not answer. */
export function deviceLines(facts: Facts, style: Style): readonly string[] {
  const gpus = (facts.gpus ?? []).map(gpuCells);
  const npus = (facts.npus ?? []).map(npuCells);
  const failed = (facts.probes ?? []).filter(({ status }) => status in ENDS);
  const rows = tabulated([...gpus, ...npus], style);
  return [
    paint(style, 'bold', 'Devices'),
    ...failed.flatMap((probe) => failedLines(probe, style)),
    ...(rows.length === 0 && failed.length === 0 ? [nothing(facts)] : rows),
    ...(style.verbose ? (facts.probes ?? []).flatMap((probe) => probeLines(probe, style)) : []),
  ];
}

type Cells = readonly [name: string, memory: string, driver: string, capability: string, address: string];

function gpuCells(gpu: Gpu): Cells {
  const memory = gpu.vramBytes ? bytes(gpu.vramBytes) : gpu.integrated ? 'shared' : '';
  const notes = [
    gpu.present === false ? 'not here any more' : '',
    gpu.external ? 'external' : '',
    gpu.power === 'off' ? 'asleep' : '',
  ];
  const target = gpu.computeCapability ?? gpu.gfx ?? '';
  const rest = [target, ...notes].filter((each) => each !== '').join(', ');
  return [gpu.name ?? unnamed(gpu), memory, driverText(gpu), rest, shortAddress(gpu.pci)];
}

function npuCells(npu: Npu): Cells {
  const name = npu.name ?? unnamed(npu);
  return [/\bNPU\b/.test(name) ? name : `${name} (NPU)`, '', driverText(npu), '', shortAddress(npu.pci)];
}

type Driven = {
  readonly driverVersion?: string | null | undefined;
  readonly kernelDriver?: string | null | undefined;
};

function driverText({ driverVersion, kernelDriver }: Driven): string {
  if (driverVersion) return `driver ${driverVersion}`;
  return kernelDriver ?? '';
}

type Identified = {
  readonly vendor: string;
  readonly vendorId?: string | null | undefined;
  readonly deviceId?: string | null | undefined;
};

const VENDORS: Readonly<Record<string, string>> = {
  nvidia: 'NVIDIA',
  amd: 'AMD',
  intel: 'Intel',
  apple: 'Apple',
  other: 'Other',
};

function unnamed({ vendor, vendorId, deviceId }: Identified): string {
  const ids = [vendorId, deviceId].filter(Boolean).join(':');
  return `${VENDORS[vendor] ?? vendor}${ids === '' ? ' device' : ` [${ids}]`}`;
}

function shortAddress(pci: string | null | undefined): string {
  return (pci ?? '').replace(/^0000:/, '');
}

/** Aligned columns where they fit; otherwise each device as one wrapped line. */
function tabulated(rows: readonly Cells[], style: Style): readonly string[] {
  const widths = [0, 1, 2, 3, 4].map((column) =>
    Math.max(0, ...rows.map((cells) => cells[column]?.length ?? 0)),
  );
  const needed = 5 + widths.filter((width) => width > 0).reduce((sum, width) => sum + width + 3, -3);
  if (needed > style.width) return rows.flatMap((cells, index) => flowing(cells, index, style));
  return rows.map((cells, index) => {
    const padded = cells.map((cell, column) =>
      (widths[column] ?? 0) > 0 ? `${cell.padEnd(widths[column] ?? 0)}   ` : '',
    );
    return `${String(index).padStart(3)}  ${padded.join('')}`.trimEnd();
  });
}

function flowing(cells: Cells, index: number, style: Style): readonly string[] {
  return labelled(String(index), joined(cells, style), { width: style.width, indent: 2, column: 3 });
}

const ENDS: Readonly<Partial<Record<ProbeRecord['status'], string>>> = {
  timeout: 'did not answer in time and was stopped',
  crashed: 'ended with an error',
  denied: 'may not be opened by this user',
  garbage: 'answered something that cannot be right',
};

function failedLines({ id, status, detail }: ProbeRecord, style: Style): readonly string[] {
  const said = detail ? `: ${detail}` : '';
  const lines = labelled('?', `${id} ${ENDS[status] ?? status}${said}`, {
    width: style.width,
    indent: 2,
    column: 3,
  });
  return lines.map((line, index) => (index === 0 ? paint(style, 'magenta', line) : line));
}

function nothing({ gpus }: Facts): string {
  return gpus ? '  none that compute' : '  unknown: nothing could list them';
}

function probeLines({ id, status, ms }: ProbeRecord, style: Style): readonly string[] {
  const took = typeof ms === 'number' ? `, ${ms} ms` : '';
  return [paint(style, 'dim', `  probe ${id}: ${status}${took}`)];
}
