import table from '../../templates/tables/cuda-indexes.json' with { type: 'json' };
import type { Host } from './host.ts';
import { compareVersions, numbersOf, reaches } from './version.ts';

export type CudaIndex = (typeof table.rows)[number];

type Question = {
  /** Compute capabilities of the cards, "8.6". */
  readonly capabilities: readonly string[];
  /** Null where nobody knows it: then kernels alone decide. */
  readonly driver: string | null;
  readonly host: Host;
};

/** The index that serves `served`; `unserved` cards have no kernels in it or no driver for it. */
export type CudaChoice = {
  readonly index: CudaIndex;
  readonly served: readonly string[];
  readonly unserved: readonly string[];
};

/**
 * The index that serves every card; failing that, the one for the newest card that any index serves.
 * Kernels and the driver floor are both hard limits. Among several, the newest torch wins, then the newest CUDA.
 */
export function chooseCudaIndex(question: Question): CudaChoice | null {
  const all = [...new Set(question.capabilities)].sort((a, b) => compareVersions(b, a));
  const index =
    bestFor(all, question) ?? all.map((each) => bestFor([each], question)).find((row) => row !== null);
  if (!index) return null;
  const served = all.filter((each) => serves(index, each, question));
  return { index, served, unserved: all.filter((each) => !served.includes(each)) };
}

/** The index that would serve these cards if the driver were newer: the one that asks least of it. */
export function indexForNewerDriver(question: Question): CudaIndex | null {
  const { capabilities, host } = question;
  const rows = table.rows.filter((row) => capabilities.some((each) => hasKernels(row, each, host)));
  const [first] = rows.sort(
    (a, b) => compareVersions(floorFor(a, question), floorFor(b, question)) || byCuda(a, b),
  );
  return first ?? null;
}

/** The oldest driver with which `index` runs all of these cards. */
export function floorFor(index: CudaIndex, { capabilities, host }: Question): string {
  const blackwell = capabilities.some((each) => (numbersOf(each)?.[0] ?? 0) >= 10);
  if (blackwell && index.blackwellFloor !== null) return index.blackwellFloor;
  return host.platform === 'win32' || host.wsl ? index.floor.win32 : index.floor.linux;
}

/** Torch releases of this index on this system, oldest first. */
export function releasesOf(index: CudaIndex, host: Host): readonly string[] {
  return host.platform === 'win32' ? index.releases.win32 : index.releases.linux;
}

export function cudaIndexOf(label: string): CudaIndex | null {
  return table.rows.find((row) => row.label === label) ?? null;
}

/** Every index with kernels for this card, newest first. */
export function indexesWithKernels(capability: string, host: Host): readonly CudaIndex[] {
  return table.rows.filter((row) => hasKernels(row, capability, host)).sort((a, b) => byCuda(b, a));
}

function bestFor(capabilities: readonly string[], question: Question): CudaIndex | null {
  const rows = table.rows.filter((row) => capabilities.every((each) => serves(row, each, question)));
  return rows.sort((a, b) => byNewestTorch(b, a, question.host))[0] ?? null;
}

function serves(index: CudaIndex, capability: string, { driver, host }: Question): boolean {
  const floor = floorFor(index, { capabilities: [capability], driver, host });
  return hasKernels(index, capability, host) && (driver === null || reaches(driver, floor));
}

/** A card X.Y runs kernels of the same major with a minor not above Y, and compiles PTX of any older one. */
function hasKernels(index: CudaIndex, capability: string, host: Host): boolean {
  const kernels = host.arch === 'arm64' ? index.kernels.arm64 : index.kernels.x64;
  const ptx = host.platform === 'win32' ? index.ptx.win32 : index.ptx.linux;
  if (kernels.length === 0) return false;
  return (
    kernels.some((each) => runs(each, capability)) || (ptx !== null && compareVersions(capability, ptx) > 0)
  );
}

function runs(kernel: string, capability: string): boolean {
  const [major, minor = 0] = numbersOf(kernel) ?? [];
  const [ownMajor, ownMinor = 0] = numbersOf(capability) ?? [];
  return major === ownMajor && minor <= ownMinor;
}

function byNewestTorch(a: CudaIndex, b: CudaIndex, host: Host): number {
  const [left, right] = [releasesOf(a, host).at(-1) ?? '0', releasesOf(b, host).at(-1) ?? '0'];
  return compareVersions(left, right) || byCuda(a, b);
}

function byCuda(a: CudaIndex, b: CudaIndex): number {
  return Number(a.label.slice(2)) - Number(b.label.slice(2));
}
