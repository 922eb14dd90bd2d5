import type { System } from '../system/system.ts';
import { kfdProbe } from './amd/kfd.ts';
import { rocmVersion } from './amd/rocm-version.ts';
import { type Devices, toolsAmong } from './devices.ts';
import { computeRuntimeProbe } from './intel/compute-runtime.ts';
import { mergeGpus } from './merge-gpus.ts';
import { accelNodeProbe, kfdNodeProbe, nvidiaNodeProbe, renderNodeProbe } from './nodes.ts';
import { cudaLibraryProbe } from './nvidia/cuda-library.ts';
import { nvidiaModuleProbe } from './nvidia/kernel-module.ts';
import type { NvidiaSmi } from './nvidia/nvidia-smi.ts';
import { nvidiaSmiProbe } from './nvidia/nvidia-smi-probe.ts';
import { gpusOnPci, npusOnPci } from './pci/pci-devices.ts';
import { pciProbe } from './pci/read-pci.ts';
import { type Probe, type Read, runProbe } from './probe.ts';
import type { SeenGpu } from './seen.ts';
import { accessTo, textOf } from './tree.ts';
import { askVendors, NOT_ASKED } from './vendor-tools.ts';

/** Graphics devices and NPUs of a Linux: the PCI bus says what is there, drivers and tools what can be done with it. */
export async function linuxDevices(system: System): Promise<Devices> {
  const first = await firstLook(system);
  const onBus = gpusOnPci(first.pci.seen ?? []);
  const blind = first.pci.seen === null || first.virtual;
  const asked = await askVendors(system, onBus, blind ? 'hidden' : 'shown');
  const driver = first.module.seen !== null || first.nodes[0].seen !== null;
  const smi = judgeSmi(first.smi, { onBus, bus: !blind, driver });
  const tools = [...cardsOf(smi), ...(asked.rocminfo.seen?.gpus ?? []), ...asked.intel.flatMap(listOf)];
  const present = blind
    ? [...onBus.filter(({ vendor }) => vendor !== 'other'), ...missingFrom(onBus, tools)]
    : [...onBus, ...trusted(onBus, smi)];
  const { pci, module, library, kfd, runtime, nodes } = first;
  const witnesses = [cardsOf(smi), listOf(kfd), asked.rocminfo.seen?.gpus ?? [], listOf(asked.names)];
  const merged = withAccess(mergeGpus(present, ...witnesses), cardsOf(smi));
  const gpus = withDriver(merged, module.seen?.driverVersion ?? null);
  const reads = [
    pci,
    smi,
    module,
    library,
    kfd,
    runtime,
    ...nodes,
    asked.names,
    asked.rocminfo,
    ...asked.intel,
  ];
  const probes = reads.map(({ record }) => record).filter((record) => record !== NOT_ASKED);
  return {
    gpus: pci.seen === null && gpus.length === 0 && !first.virtual ? null : await withNodes(gpus, system),
    npus: pci.seen === null ? null : [...npusOnPci(pci.seen)],
    runtimes: runtimesOf(first),
    tools: toolsAmong(probes, ['nvidia-smi', 'rocminfo', 'sycl-ls']),
    probes,
  };
}

type FirstLook = Awaited<ReturnType<typeof firstLook>>;

/** What costs next to nothing, and NVIDIA's tool, which may know of a card where nothing else does. */
async function firstLook(system: System) {
  const run = <Seen>(probe: Probe<Seen>) => runProbe(probe, system);
  const [pci, smi, module, library, kfd, runtime, rocm, virtual, nodes] = await Promise.all([
    run(pciProbe),
    run(nvidiaSmiProbe),
    run(nvidiaModuleProbe),
    run(cudaLibraryProbe),
    run(kfdProbe),
    run(computeRuntimeProbe),
    rocmVersion(system),
    isWsl(system),
    Promise.all([run(nvidiaNodeProbe), run(kfdNodeProbe), run(renderNodeProbe), run(accelNodeProbe)]),
  ]);
  return { pci, smi, module, library, kfd, runtime, rocm, virtual, nodes };
}

function runtimesOf({ module, library, rocm, runtime }: FirstLook): Devices['runtimes'] {
  const version = library.seen?.version ?? null;
  return {
    ...(module.seen === null ? {} : { 'nvidia-kernel': module.seen.driverVersion }),
    ...(library.seen === null ? {} : { cuda: version ?? 'installed' }),
    ...(version === null ? {} : { 'nvidia-library': version }),
    rocm,
    ...(runtime.seen?.levelZero ? { levelZero: 'installed' } : {}),
    ...(runtime.seen?.npu ? { 'intel-npu': 'installed' } : {}),
    ...(runtime.seen?.openclIcds.length ? { opencl: runtime.seen.openclIcds.join(', ') } : {}),
  };
}

/** Whether each card's own render node may be opened: a container may have been given one card of two. */
function withNodes(gpus: readonly SeenGpu[], system: System): Promise<SeenGpu[]> {
  return Promise.all(
    gpus.map(async (gpu) =>
      gpu.node && !gpu.access ? { ...gpu, access: await accessTo(system, gpu.node) } : gpu,
    ),
  );
}

function cardsOf({ seen }: Smi): readonly SeenGpu[] {
  return seen?.gpus ?? [];
}

function listOf({ seen }: Read<readonly SeenGpu[]>): readonly SeenGpu[] {
  return seen ?? [];
}

type Bus = { readonly onBus: readonly SeenGpu[]; readonly bus: boolean; readonly driver: boolean };
type Smi = Read<NvidiaSmi>;

/** A tool that lists cards where there is neither a card on the bus nor a driver in the kernel is not believed. */
function judgeSmi(smi: Smi, { onBus, bus, driver }: Bus): Smi {
  const claims = cardsOf(smi).length > 0;
  if (!claims || !bus || driver || onBus.some(({ vendor }) => vendor === 'nvidia')) return smi;
  const detail = 'it lists a card that is neither on the PCI bus nor known to the kernel';
  return { seen: null, record: { ...smi.record, status: 'garbage', detail } };
}

function trusted(onBus: readonly SeenGpu[], smi: Smi): readonly SeenGpu[] {
  return onBus.some(({ vendor }) => vendor === 'nvidia') ? [] : cardsOf(smi);
}

function missingFrom(onBus: readonly SeenGpu[], seen: readonly SeenGpu[]): readonly SeenGpu[] {
  return seen.filter(({ vendor }) => !onBus.some((gpu) => gpu.vendor === vendor));
}

/** In a container the bus shows every card of the host, and nvidia-smi those that were let in. */
function withAccess(gpus: readonly SeenGpu[], listed: readonly SeenGpu[]): readonly SeenGpu[] {
  if (listed.length === 0 || listed.some(({ pci }) => !pci)) return gpus;
  const isIn = (gpu: SeenGpu) => listed.some(({ pci }) => pci === gpu.pci);
  return gpus.map((gpu) =>
    gpu.kernelDriver === 'nvidia' && gpu.pci ? { ...gpu, access: isIn(gpu) ? 'ok' : 'absent' } : gpu,
  );
}

/** The module's version belongs to the cards that it drives. */
function withDriver(gpus: readonly SeenGpu[], version: string | null): SeenGpu[] {
  return gpus.map((gpu) =>
    gpu.vendor === 'nvidia' && gpu.kernelDriver === 'nvidia' && !gpu.driverVersion
      ? { ...gpu, driverVersion: version }
      : gpu,
  );
}

async function isWsl(system: System): Promise<boolean> {
  return /microsoft/i.test((await textOf(system, '/proc/version')) ?? '');
}
