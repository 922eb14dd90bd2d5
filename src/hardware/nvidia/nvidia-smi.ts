import { pciAddress, type SeenGpu } from '../seen.ts';

/** What `nvidia-smi` says in one of its forms. Null is unknown: a table cut short counts no cards. */
export type NvidiaSmi = {
  readonly driverVersion: string | null;
  readonly cudaVersion: string | null;
  readonly gpus: readonly SeenGpu[] | null;
  readonly problem: 'driver-not-running' | 'driver-library-mismatch' | null;
};

const MIB = 1024 * 1024;
const BANNER = /(?:Driver|KMD) Version:\s*(\d+(?:\.\d+)+)/;
const CUDA = /CUDA (?:UMD )?Version:\s*(\d+(?:\.\d+)+)/;
const NAME_ROW =
  /^\|\s+(\d+)\s+(\S.*?)\s+(?:On|Off|N\/A|WDDM|TCC|MCDM)\s*\|\s*([0-9A-F]{4,8}:[0-9A-F]{2}:[0-9A-F]{2}\.[0-7])/i;
const MEMORY = /(\d+)MiB \/\s*(\d+)MiB/;

/**
 * The table that plain `nvidia-smi` prints. Drivers from 610 on say "KMD Version" and "CUDA UMD Version".
 * Names in it are cut with "..." and serve only where nothing better is known.
 */
export function parseNvidiaSmi(text: string): NvidiaSmi {
  const problem = problemIn(text);
  if (problem !== null) return { driverVersion: null, cudaVersion: null, gpus: [], problem };
  const driverVersion = BANNER.exec(text)?.[1] ?? null;
  return {
    driverVersion,
    cudaVersion: CUDA.exec(text)?.[1] ?? null,
    gpus: tableRows(text, driverVersion),
    problem: null,
  };
}

function problemIn(text: string): NvidiaSmi['problem'] {
  if (/driver\/library version mismatch/i.test(text)) return 'driver-library-mismatch';
  if (/couldn't communicate with the NVIDIA driver/i.test(text)) return 'driver-not-running';
  return null;
}

function tableRows(text: string, driverVersion: string | null): readonly SeenGpu[] | null {
  if (/No devices were found/i.test(text)) return [];
  const lines = text.split('\n');
  const rows = lines.flatMap((line, index) => {
    const row = NAME_ROW.exec(line);
    return row === null ? [] : [rowGpu(row, lines[index + 1] ?? '', driverVersion)];
  });
  return rows.length === 0 ? null : rows;
}

function rowGpu(
  [, , name = '', bus = '']: RegExpExecArray,
  next: string,
  driverVersion: string | null,
): SeenGpu {
  const total = MEMORY.exec(next)?.[2];
  const pci = pciAddress(bus);
  return {
    vendor: 'nvidia',
    name,
    ...(driverVersion === null ? {} : { driverVersion }),
    ...(total === undefined ? {} : { vramBytes: Number(total) * MIB }),
    ...(pci === null ? {} : { pci }),
  };
}
