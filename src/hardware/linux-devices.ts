import type { System } from '../system/system.ts';
import { kfdProbe } from './amd/kfd.ts';
import { rocmVersion } from './amd/rocm-version.ts';
import { rocminfoProbe } from './amd/rocminfo.ts';
import { type Devices, toolsAmong } from './devices.ts';
import type { ProbeRecord } from './facts.ts';
import { computeRuntimeProbe } from './intel/compute-runtime.ts';
import { syclProbe } from './intel/sycl-ls.ts';
import { mergeGpus } from './merge-gpus.ts';
import { accelNodeProbe, kfdNodeProbe, nvidiaNodeProbe, renderNodeProbe } from './nodes.ts';
import { cudaLibraryProbe } from './nvidia/cuda-library.ts';
import { nvidiaModuleProbe } from './nvidia/kernel-module.ts';
import type { NvidiaSmi } from './nvidia/nvidia-smi.ts';
import { nvidiaSmiProbe } from './nvidia/nvidia-smi-probe.ts';
import { lspciProbe } from './pci/lspci-probe.ts';
import { gpusOnPci, npusOnPci } from './pci/pci-devices.ts';
import { pciProbe } from './pci/read-pci.ts';
import { type Probe, type Read, runProbe } from './probe.ts';
import type { SeenGpu } from './seen.ts';
import { textOf } from './tree.ts';

/** Graphics devices and NPUs of a Linux: the PCI bus says what is there, drivers and tools what can be done with it. */
export async function linuxDevices(system: System): Promise<Devices> {
  const run = <Seen>(probe: Probe<Seen>) => runProbe(probe, system);
  const [pci, smi, module, library, kfd, runtime, rocm, virtual, ...nodes] = await Promise.all([
    run(pciProbe),
    run(nvidiaSmiProbe),
    run(nvidiaModuleProbe),
    run(cudaLibraryProbe),
    run(kfdProbe),
    run(computeRuntimeProbe),
    rocmVersion(system),
    isWsl(system),
    run(nvidiaNodeProbe),
    run(kfdNodeProbe),
    run(renderNodeProbe),
    run(accelNodeProbe),
  ]);
  const onBus = gpusOnPci(pci.seen ?? []);
  const [names, rocminfo, sycl] = await askVendors(system, onBus, virtual);
  const witness = judgeSmi(smi, {
    onBus,
    bus: pci.seen !== null && !virtual,
    driver: module.seen !== null || nodes[0]?.seen != null,
  });
  const tools = [...(witness.seen?.gpus ?? []), ...(rocminfo.seen?.gpus ?? [])];
  const present =
    pci.seen === null || virtual
      ? [...onBus.filter(({ vendor }) => vendor !== 'other'), ...missingFrom(onBus, tools)]
      : [...onBus, ...trusted(onBus, witness)];
  const gpus = mergeGpus(
    present,
    witness.seen?.gpus ?? [],
    kfd.seen ?? [],
    rocminfo.seen?.gpus ?? [],
    names.seen ?? [],
  );
  const records = [pci, witness, module, library, kfd, runtime, ...nodes, names, rocminfo, sycl]
    .map(({ record }) => record)
    .filter((record) => record !== NOT_ASKED);
  return {
    gpus:
      pci.seen === null && gpus.length === 0 && !virtual
        ? null
        : withDriver(gpus, module.seen?.driverVersion ?? null),
    npus: npusOnPci(pci.seen ?? []).map((npu) => ({ ...npu })),
    runtimes: {
      ...(module.seen === null ? {} : { 'nvidia-kernel': module.seen.driverVersion }),
      ...(library.seen === null ? {} : { cuda: library.seen.version ?? 'installed' }),
      ...(library.seen === null || library.seen.version === null
        ? {}
        : { 'nvidia-library': library.seen.version }),
      rocm,
      ...(runtime.seen?.levelZero ? { levelZero: 'installed' } : {}),
    },
    tools: toolsAmong(records, ['nvidia-smi', 'rocminfo', 'sycl-ls']),
    probes: records,
  };
}

const NOT_ASKED: ProbeRecord = { id: 'not-asked', status: 'absent' };

/** Tools that cost time are started only where a device is there for them to speak of. */
function askVendors(system: System, gpus: readonly SeenGpu[], virtual: boolean) {
  const has = (vendor: SeenGpu['vendor']) => gpus.some((gpu) => gpu.vendor === vendor);
  const when = <Seen>(wanted: boolean, probe: Probe<Seen>): Promise<Read<Seen>> =>
    wanted ? runProbe(probe, system) : Promise.resolve({ seen: null, record: NOT_ASKED });
  const known = gpus.some(({ vendor }) => vendor !== 'other');
  return Promise.all([
    when(known, lspciProbe),
    when(has('amd') || virtual, rocminfoProbe),
    when(has('intel'), syclProbe),
  ]);
}

type Bus = { readonly onBus: readonly SeenGpu[]; readonly bus: boolean; readonly driver: boolean };
type Smi = Read<NvidiaSmi>;

/** A tool that lists cards where there is neither a card on the bus nor a driver in the kernel is not believed. */
function judgeSmi(smi: Smi, { onBus, bus, driver }: Bus): Smi {
  const claims = (smi.seen?.gpus ?? []).length > 0;
  if (!claims || !bus || driver || onBus.some(({ vendor }) => vendor === 'nvidia')) return smi;
  const detail = 'it lists a card that is neither on the PCI bus nor known to the kernel';
  return { seen: null, record: { ...smi.record, status: 'garbage', detail } };
}

function trusted(onBus: readonly SeenGpu[], smi: Smi): readonly SeenGpu[] {
  return onBus.some(({ vendor }) => vendor === 'nvidia') ? [] : (smi.seen?.gpus ?? []);
}

function missingFrom(onBus: readonly SeenGpu[], seen: readonly SeenGpu[]): readonly SeenGpu[] {
  return seen.filter(({ vendor }) => !onBus.some((gpu) => gpu.vendor === vendor));
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
