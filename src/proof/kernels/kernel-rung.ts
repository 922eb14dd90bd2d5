import type { RungResult } from '../proof.ts';
import { activityOf } from '../runtime/activity.ts';
import { capsOfAccelerators } from '../runtime/caps.ts';
import type { CpuRun } from '../runtime/judge-smoke.ts';
import { loopSeen } from '../runtime/loop-seen.ts';
import { type Challenge, drawChallenge } from '../runtime/run-smoke.ts';
import { timingsOf } from '../runtime/timings.ts';
import type { Interest } from '../sampling/watch.ts';
import type { Size } from '../smoke/network.ts';
import { type Evidence, judge } from '../verdict.ts';
import { kernelEvidence } from './judge-kernels.ts';
import { asRuntimeReply, type ListedTorchDevice } from './kernel-reply.ts';
import type { KernelProofWish } from './prove-kernels.ts';
import { type KernelRun, runKernels } from './run-kernels.ts';

const LOOP_SECONDS: Readonly<Record<Size, number>> = { small: 0.6, full: 2 };

/** Runs the network through torch's kernels on one device, and on the CPU beside an accelerator, and judges what was seen. */
export async function kernelRung(
  device: ListedTorchDevice,
  folder: string,
  wish: KernelProofWish,
): Promise<RungResult> {
  // The full network keeps a CPU without compiled graphs busy for seconds each time; the small one shows as much.
  const size = device.name === 'cpu' ? 'small' : wish.size;
  const challenge = drawChallenge(size);
  const base = { python: wish.python, folder, challenge, loopSeconds: LOOP_SECONDS[size] };
  const interest = interestIn(wish, device);
  const run = await runKernels(wish.system, { ...base, device: device.name, interest });
  const alone = device.name === 'cpu' || run.ending !== 'finished';
  const cpu = alone ? null : await runKernels(wish.system, { ...base, device: 'cpu', interest: 'process' });
  const caps = device.name === 'cpu' ? [] : await capsOfAccelerators(wish.system);
  const compared = cpu === null ? null : comparison(cpu, challenge);
  const evidence = kernelEvidence({ run, challenge, device, caps, cpu: compared });
  return resultOf({ run, cpu, challenge, device }, evidence);
}

type Seen = {
  readonly run: KernelRun;
  readonly cpu: KernelRun | null;
  readonly challenge: Challenge;
  readonly device: ListedTorchDevice;
};

function resultOf({ run, cpu, challenge, device }: Seen, evidence: Evidence): RungResult {
  const { verdict, reasons } = judge(evidence);
  const name = device.name === 'cpu' ? 'CPU' : device.name;
  const activity = activityOf(run.watched, run.reply?.loop, { device: name, pci: device.pci });
  const { smoke, sha256 } = challenge;
  return {
    rung: 'runtime',
    engine: 'python',
    verdict,
    device: name,
    channels: evidence.channels,
    reasons: run.stop === null ? reasons : [...reasons, run.stop],
    timings: run.reply === null ? null : timingsOf(asRuntimeReply(run.reply), activity),
    versions: run.reply?.versions ?? {},
    network: { size: smoke.size, sha256, gflop: Number((smoke.flops / 1e9).toFixed(2)) },
    throughput: throughput(run, cpu),
  };
}

/** ROCm's and ZLUDA's builds call AMD's cards cuda too. */
function interestIn({ variant }: KernelProofWish, { name }: ListedTorchDevice): Interest {
  if (name === 'cpu') return 'process';
  return variant === 'cuda' && name.startsWith('cuda') ? 'nvidia-smi' : 'device';
}

function comparison({ reply, watched }: KernelRun, { smoke }: Challenge): CpuRun {
  const loop = reply === null ? null : loopSeen(asRuntimeReply(reply), watched);
  const rate = loop?.cpuSeconds ? (smoke.flops * loop.inferences) / loop.cpuSeconds : null;
  return { outputs: [reply?.outputs ?? []], rate };
}

function throughput(run: KernelRun, cpu: KernelRun | null) {
  const own = perSecond(run);
  const other = cpu === null ? null : perSecond(cpu);
  return { perSecond: own, timesCpu: own === null || other === null ? null : own / other };
}

function perSecond({ reply }: KernelRun): number | null {
  const loop = reply?.loop;
  return loop === undefined ? null : (loop.latenciesMs.length / loop.wallMs) * 1000;
}
