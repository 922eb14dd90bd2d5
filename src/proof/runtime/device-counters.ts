import { drmFdinfoChannel } from '../channels/drm-fdinfo.ts';
import { canonical } from '../channels/execution-devices.ts';
import { gpuEngineChannel } from '../channels/gpu-engine.ts';
import { npuBusyChannel } from '../channels/npu-busy.ts';
import { nvidiaSmiChannel } from '../channels/nvidia-smi.ts';
import { sysfsResidencyChannel } from '../channels/sysfs-residency.ts';
import type { Channel } from '../proof.ts';
import type { Interest } from '../sampling/watch.ts';
import type { Seen, Target } from './judge-smoke.ts';

/** The channels of counters that the system, the driver or its maker's tool keeps of these devices. */
export function deviceCounters(
  seen: Pick<Seen, 'run' | 'target'>,
  devices: readonly string[],
): readonly Channel[] {
  const { run, target } = seen;
  const gpu = devices.find((device) => device.startsWith('GPU'));
  const npu = devices.find((device) => device.startsWith('NPU'));
  const windows = run.watched?.after.gpuEngines ?? null;
  const nvidia = target.nvidia?.[canonical(gpu ?? '')];
  const pci = target.cards[canonical(gpu ?? '')] ?? null;
  const luid = target.luids[canonical(gpu ?? npu ?? '')] ?? null;
  return [
    ...(windows === null ? [] : [gpuEngineChannel(run.watched, gpu ?? npu ?? '', luid)]),
    ...(gpu === undefined ? [] : [drmFdinfoChannel(run.watched, gpu, pci)]),
    ...(gpu === undefined || !run.watched?.rest ? [] : [sysfsResidencyChannel(run.watched, gpu, pci)]),
    ...(gpu === undefined || nvidia === undefined ? [] : [nvidiaSmiChannel(run.watched, gpu, nvidia)]),
    ...(npu === undefined ? [] : [npuBusyChannel(run.watched, npu)]),
  ];
}

/** What has to be watched besides the process, where these devices may do the work. */
export function interestIn({ expected, nvidia = {} }: Target): Interest {
  if (expected.length > 0 && expected.every((device) => device === 'CPU')) return 'process';
  const possible = expected.length === 0 ? Object.keys(nvidia) : expected;
  return possible.some((device) => nvidia[canonical(device)] !== undefined) ? 'nvidia-smi' : 'device';
}
