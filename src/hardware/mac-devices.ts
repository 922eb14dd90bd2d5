import type { System } from '../system/system.ts';
import type { Devices } from './devices.ts';
import { rosettaProbe } from './mac/rosetta.ts';
import { systemProfilerProbe } from './mac/system-profiler.ts';
import { runProbe } from './probe.ts';

/** Graphics devices of a Mac, and whether this process is translated. */
export async function macDevices(system: System): Promise<Devices> {
  const [profiler, rosetta] = await Promise.all([
    runProbe(systemProfilerProbe, system),
    runProbe(rosettaProbe, system),
  ]);
  return {
    gpus: profiler.seen === null ? null : [...profiler.seen],
    npus: profiler.seen === null ? null : [],
    runtimes: {},
    tools: {},
    probes: [profiler.record, rosetta.record],
    ...(rosetta.seen === null ? {} : { translated: rosetta.seen }),
  };
}
