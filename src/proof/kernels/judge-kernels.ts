import { cpuTimeOfAccelerator, cpuTimeOfCpu } from '../channels/cpu-time.ts';
import { drmFdinfoChannel } from '../channels/drm-fdinfo.ts';
import { fingerprintChannel } from '../channels/fingerprint.ts';
import { unexamined } from '../channels/loop-answers.ts';
import { numericsChannel } from '../channels/numerics.ts';
import { nvidiaSmiChannel } from '../channels/nvidia-smi.ts';
import { sysfsResidencyChannel } from '../channels/sysfs-residency.ts';
import type { Channel } from '../proof.ts';
import { inconsistencies } from '../runtime/inconsistencies.ts';
import type { CpuRun } from '../runtime/judge-smoke.ts';
import { loopSeen } from '../runtime/loop-seen.ts';
import type { Challenge } from '../runtime/run-smoke.ts';
import { elements } from '../smoke/tensor.ts';
import type { Evidence } from '../verdict.ts';
import { kernelProfileChannel, outputDevicesChannel } from './kernel-channels.ts';
import { asRuntimeReply, type KernelReply, type ListedTorchDevice } from './kernel-reply.ts';
import type { KernelRun } from './run-kernels.ts';

export type KernelsSeen = {
  readonly run: KernelRun;
  readonly challenge: Challenge;
  readonly device: ListedTorchDevice;
  /** The same challenge through torch's CPU kernels; null for a run on the CPU itself. */
  readonly cpu: CpuRun | null;
  readonly caps: readonly string[];
};

/** Turns one observed run of torch's kernels into the evidence that `judge` decides on. Pure. */
export function kernelEvidence(seen: KernelsSeen): Evidence {
  const { run, device, caps } = seen;
  const { reply, ending, watched } = run;
  return {
    ending,
    target: device.name === 'cpu' ? 'cpu' : 'accelerator',
    channels: reply === null || ending !== 'finished' ? [] : channelsOf(seen, reply),
    needs: [],
    inconsistencies: reply === null ? [] : inconsistencies(asRuntimeReply(reply), watched),
    caps: [...unexamined(reply?.loop), ...caps],
  };
}

function channelsOf(seen: KernelsSeen, reply: KernelReply): readonly Channel[] {
  const { name } = seen.device;
  const common = [
    outputDevicesChannel(reply, name),
    kernelProfileChannel(reply, name),
    numericsIn(seen, reply.outputs, 'f32'),
    numericsIn(seen, reply.half?.outputs ?? [], reply.half?.precision ?? 'f16'),
  ];
  return [...common, ...(name === 'cpu' ? cpuWitness(seen, reply) : deviceWitnesses(seen, reply))];
}

function numericsIn(
  { challenge, run }: KernelsSeen,
  outputs: readonly string[],
  precision: 'f32' | 'f16' | 'bf16',
): Channel {
  const full = precision === 'f32';
  return numericsChannel({
    size: challenge.smoke.size,
    seal: challenge.seal,
    inputs: challenge.inputs,
    outputs,
    loop: full ? (run.reply?.loop?.again ?? []) : [],
    again: full ? [run.reply?.repeat ?? null, run.reply?.profiled?.output ?? null] : [],
    outputValues: elements(challenge.smoke.outputShape),
    precision,
  });
}

function cpuWitness({ run, challenge }: KernelsSeen, reply: KernelReply): readonly Channel[] {
  return [cpuTimeOfCpu(loopSeen(asRuntimeReply(reply), run.watched), challenge.smoke.flops, 'f32')];
}

function deviceWitnesses(
  { run, challenge, cpu, device }: KernelsSeen,
  reply: KernelReply,
): readonly Channel[] {
  const loop = loopSeen(asRuntimeReply(reply), run.watched);
  return [
    cpuTimeOfAccelerator(loop, challenge.smoke.flops, cpu?.rate ?? null),
    drmFdinfoChannel(run.watched, device.name, device.pci),
    ...(run.watched?.rest ? [sysfsResidencyChannel(run.watched, device.name, device.pci)] : []),
    ...(run.watched?.nvidiaApps === undefined ? [] : [nvidiaSmiChannel(run.watched, device.name, device)]),
    fingerprintChannel({
      outputs: reply.outputs,
      cpuOutputs: cpu?.outputs ?? [],
      precision: 'f32',
      error: Number.POSITIVE_INFINITY,
    }),
  ];
}
