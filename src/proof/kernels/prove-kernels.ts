import { rm } from 'node:fs/promises';
import { type Finding, finding, remedy } from '../../findings/finding.ts';
import type { Facts } from '../../hardware/facts.ts';
import type { Emit } from '../../install/plan.ts';
import type { System } from '../../system/system.ts';
import type { Variant } from '../../variants/decision.ts';
import { activityOf } from '../activity.ts';
import { capsOfAccelerators } from '../caps.ts';
import { acceleratorsIn } from '../device/inventory.ts';
import { type CpuRun, loopSeen } from '../judge-smoke.ts';
import type { Proof, RungResult } from '../proof.ts';
import { type Challenge, drawChallenge } from '../run-smoke.ts';
import { rungFinding } from '../rung-finding.ts';
import type { VendorTool } from '../sampling/watch.ts';
import type { Size } from '../smoke/network.ts';
import { proofFolder } from '../smoke-files.ts';
import { step } from '../step.ts';
import { timingsOf } from '../timings.ts';
import { judge } from '../verdict.ts';
import { kernelEvidence } from './judge-kernels.ts';
import { asRuntimeReply, type ListedTorchDevice } from './kernel-reply.ts';
import { type KernelRun, listTorchDevices, runKernels } from './run-kernels.ts';
import { resolveTorchDevice } from './torch-device.ts';

export type KernelProofWish = {
  readonly system: System;
  readonly python: string;
  readonly variant: Variant;
  /** As `--device-id` takes it (contract §2.2). */
  readonly device: string;
  readonly size: Size;
  readonly facts: Facts | null;
  readonly emit: Emit;
};

export type KernelProof = { readonly proof: Proof; readonly findings: readonly Finding[] };

const LOOP_SECONDS: Readonly<Record<Size, number>> = { small: 0.6, full: 2 };

/** Proves where torch itself computes, for every variant but OpenVINO: real kernels in float32 and in half precision. */
export async function proveKernels(wish: KernelProofWish): Promise<KernelProof> {
  const folder = await proofFolder(wish.system);
  try {
    return await provedIn(folder, wish);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function provedIn(folder: string, wish: KernelProofWish): Promise<KernelProof> {
  const { system, python } = wish;
  const list = await step(wish.emit, 'devices', () => listTorchDevices(system, { python, folder }));
  if (list.reply === null || list.ending !== 'finished') return silent(wish, list);
  const listed = list.reply.devices;
  const accelerators = acceleratorsIn(wish.facts)?.length ?? null;
  const { variant, device: requested } = wish;
  const resolution = resolveTorchDevice({ requested, variant, listed, accelerators });
  if (resolution.kind === 'not-listed') return notListed(wish, resolution.missing, listed);
  const { device, note } = resolution;
  const rung = await step(wish.emit, 'runtime', () => rungOn(device, folder, wish));
  const findings = [...(note === null ? [] : [noAccelerator()]), rungFinding(rung, system)];
  return { proof: proofOf(wish.device, rung, device), findings };
}

async function rungOn(device: ListedTorchDevice, folder: string, wish: KernelProofWish): Promise<RungResult> {
  const { system, python } = wish;
  // The full network keeps a CPU without compiled graphs busy for seconds each time; the small one shows as much.
  const size = device.name === 'cpu' ? 'small' : wish.size;
  const challenge = drawChallenge(size);
  const base = { python, folder, challenge, loopSeconds: LOOP_SECONDS[size] };
  const run = await runKernels(system, { ...base, device: device.name, tool: toolOf(wish, device) });
  const onCpu = device.name === 'cpu';
  const cpu =
    onCpu || run.ending !== 'finished'
      ? null
      : await runKernels(system, { ...base, device: 'cpu', tool: 'none' });
  const caps = onCpu ? [] : await capsOfAccelerators(system);
  const evidence = kernelEvidence({
    run,
    challenge,
    device,
    caps,
    cpu: cpu === null ? null : comparison(cpu, challenge),
  });
  const { verdict, reasons } = judge(evidence);
  const observed = { device: onCpu ? 'CPU' : device.name, pci: device.pci };
  const activity = activityOf(run.watched, run.reply?.loop, observed);
  return {
    rung: 'runtime',
    engine: 'python',
    verdict,
    device: onCpu ? 'CPU' : device.name,
    channels: evidence.channels,
    reasons: run.stop === null ? reasons : [...reasons, run.stop],
    timings: run.reply === null ? null : timingsOf(asRuntimeReply(run.reply), activity),
    versions: run.reply?.versions ?? {},
    network: { size, sha256: challenge.sha256, gflop: Number((challenge.smoke.flops / 1e9).toFixed(2)) },
    throughput: throughput(run, cpu),
  };
}

/** ROCm's and ZLUDA's builds call AMD's cards cuda too. */
function toolOf({ variant }: KernelProofWish, { name }: ListedTorchDevice): VendorTool {
  return variant === 'cuda' && name.startsWith('cuda') ? 'nvidia-smi' : 'none';
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

function proofOf(requested: string, rung: RungResult, { fullName, uuid, pci }: ListedTorchDevice): Proof {
  const device = { requested, resolved: rung.device, name: fullName, uuid, pci };
  return { verdict: rung.verdict, device, rungs: [rung] };
}

function silent({ device, system }: KernelProofWish, list: KernelRun): KernelProof {
  const evidence = {
    ending: list.ending,
    target: 'cpu',
    channels: [],
    needs: [],
    inconsistencies: [],
    caps: [],
  } as const;
  const { verdict, reasons } = judge(evidence);
  const rung: RungResult = {
    rung: 'runtime',
    engine: 'python',
    verdict,
    device: null,
    channels: [],
    reasons: list.stop === null ? reasons : [...reasons, list.stop],
    timings: null,
    versions: list.reply?.versions ?? {},
  };
  const nothing = { name: '', fullName: null, uuid: null, pci: null };
  return { proof: proofOf(device, rung, nothing), findings: [rungFinding(rung, system)] };
}

function notListed(
  { device: requested, variant }: KernelProofWish,
  missing: string,
  listed: readonly ListedTorchDevice[],
): KernelProof {
  const device = { requested, resolved: null, name: null, uuid: null, pci: null };
  const names = listed.map(({ name, fullName }) => (fullName === null ? name : `${name} (${fullName})`));
  const missed = finding({
    id: 'inference.device-listed',
    group: 'inference',
    status: 'fail',
    title: `torch does not list ${missing}`,
    found: `torch lists ${names.join(', ')}.`,
    need: `A device that this ${variant} build of torch can use.`,
    remedy: remedy('See what is in the way.', 'sdn detect', 'sdn verify --device-id CPU'),
  });
  return { proof: { verdict: 'failed', device, rungs: [] }, findings: [missed] };
}

function noAccelerator(): Finding {
  return finding({
    id: 'inference.no-accelerator',
    group: 'inference',
    status: 'warn',
    title: 'No accelerator on this machine; device 0 is the CPU',
    found: 'Neither the hardware inventory nor torch knows a GPU.',
    need: 'A GPU, for anything faster than the CPU.',
    remedy: remedy('Name the CPU to make this choice your own.', 'sdn verify --device-id CPU'),
  });
}
