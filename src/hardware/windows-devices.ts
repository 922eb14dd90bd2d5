import type { System } from '../system/system.ts';
import { type Devices, toolsAmong } from './devices.ts';
import { mergeGpus } from './merge-gpus.ts';
import { nvidiaSmiProbe } from './nvidia/nvidia-smi-probe.ts';
import { runProbe } from './probe.ts';
import { powershellProbe } from './windows/powershell-probe.ts';

/** Graphics devices and NPUs of a Windows: one PowerShell question, and NVIDIA's tool where it is installed. */
export async function windowsDevices(system: System): Promise<Devices> {
  const [shell, smi] = await Promise.all([
    runProbe(powershellProbe, system),
    runProbe(nvidiaSmiProbe, system),
  ]);
  const records = [shell.record, smi.record];
  const cards = smi.seen?.gpus ?? [];
  const gpus = shell.seen === null ? null : mergeGpus(shell.seen.gpus, cards);
  return {
    gpus: gpus ?? (cards.length > 0 ? [...cards] : null),
    npus: shell.seen === null ? null : [...shell.seen.npus],
    runtimes: {},
    tools: toolsAmong(records, ['nvidia-smi']),
    probes: records,
  };
}
