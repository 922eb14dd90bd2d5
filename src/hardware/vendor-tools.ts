import type { System } from '../system/system.ts';
import { type RocmInfo, rocminfoProbe } from './amd/rocminfo.ts';
import type { ProbeRecord } from './facts.ts';
import { clinfoProbe } from './intel/clinfo.ts';
import { syclProbe } from './intel/sycl-ls.ts';
import { lspciProbe } from './pci/lspci-probe.ts';
import { type Read, runProbe } from './probe.ts';
import type { SeenGpu } from './seen.ts';

/** Whether the kernel shows the bus that the cards are on; in WSL2 it does not. */
type Bus = 'shown' | 'hidden';

/** The record of a probe that had no reason to run; it is left out of the facts. */
export const NOT_ASKED: ProbeRecord = { id: 'not-asked', status: 'absent' };

function notAsked<Seen>(): Promise<Read<Seen>> {
  return Promise.resolve({ seen: null, record: NOT_ASKED });
}

/** Tools that cost time are started only where a device is there for them to speak of, or no bus to say so. */
export async function askVendors(system: System, gpus: readonly SeenGpu[], bus: Bus) {
  const known = gpus.some(({ vendor }) => vendor !== 'other');
  const amd = gpus.some(({ vendor }) => vendor === 'amd');
  const [names, rocminfo, intel] = await Promise.all([
    known ? runProbe(lspciProbe, system) : notAsked<readonly SeenGpu[]>(),
    amd || bus === 'hidden' ? runProbe(rocminfoProbe, system) : notAsked<RocmInfo>(),
    intelRuntimes(system, bus),
  ]);
  return { names, rocminfo, intel };
}

/** Without a bus only a runtime can tell of Intel graphics: SYCL's, or OpenCL's where that is all there is. */
async function intelRuntimes(system: System, bus: Bus): Promise<readonly Read<readonly SeenGpu[]>[]> {
  if (bus === 'shown') return [];
  const sycl = await runProbe(syclProbe, system);
  return sycl.record.status === 'absent' ? [sycl, await runProbe(clinfoProbe, system)] : [sycl];
}
