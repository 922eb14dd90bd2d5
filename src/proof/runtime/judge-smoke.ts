import { cpuTimeOfAccelerator, cpuTimeOfCpu } from '../channels/cpu-time.ts';
import { executionDevices, executionDevicesChannel } from '../channels/execution-devices.ts';
import { fingerprintChannel } from '../channels/fingerprint.ts';
import { unexamined } from '../channels/loop-answers.ts';
import { numericsChannel } from '../channels/numerics.ts';
import type { CardId } from '../channels/nvidia-smi.ts';
import { profileChannel } from '../channels/profile.ts';
import type { Channel } from '../proof.ts';
import type { RuntimeReply } from '../replies/runtime-reply.ts';
import { elements } from '../smoke/tensor.ts';
import { type Evidence, OS_COUNTERS } from '../verdict.ts';
import { deviceCounters } from './device-counters.ts';
import type { Precision } from './families.ts';
import { inconsistencies } from './inconsistencies.ts';
import { loopSeen } from './loop-seen.ts';
import { executedPrecision, precisionOfRun } from './precision-of-run.ts';
import type { Challenge, SmokeRun } from './run-smoke.ts';

/** What the device was asked to be, and what is known about it from outside. */
export type Target = {
  /** The devices that must own the work, in OpenVINO's words; empty where AUTO was free to choose. */
  readonly expected: readonly string[];
  /** Accelerators that AUTO has to prefer to the CPU; empty where there are none or AUTO was not asked. */
  readonly preferred: readonly string[];
  /** PCI address of each listed device (`GPU.0`), where OpenVINO tells it. */
  readonly cards: Readonly<Record<string, string | null>>;
  /** The adapter of each listed device in the form of Windows' counters. */
  readonly luids: Readonly<Record<string, string | null>>;
  /** The listed devices that are NVIDIA's cards, with what tells them apart; none where this is missing. */
  readonly nvidia?: Readonly<Record<string, CardId>>;
  /** Reasons that cap the verdict on an accelerator whatever the channels say. */
  readonly caps: readonly string[];
};

/** The same challenge on the CPU, for a comparison with an accelerator. */
export type CpuRun = {
  readonly outputs: readonly (readonly string[])[];
  /** Floating point operations in one CPU-second, the fastest precision seen; null if unknown. */
  readonly rate: number | null;
};

export type Seen = {
  readonly run: SmokeRun;
  readonly challenge: Challenge;
  readonly target: Target;
  readonly cpu: CpuRun | null;
};

/** Turns one observed run into the evidence that `judge` decides on. Pure. */
export function evidenceOf(seen: Seen): Evidence {
  const { run, target } = seen;
  const devices = devicesOf(run.reply, target);
  const kind = targetKind(devices);
  const channels =
    run.reply === null || run.ending !== 'finished' ? [] : channelsOf(seen, run.reply, devices);
  return {
    ending: run.ending,
    target: kind,
    channels,
    needs: [],
    inconsistencies: run.reply === null ? [] : inconsistencies(run.reply, run.watched),
    caps: [
      ...unexamined(run.reply?.loop),
      ...(kind === 'cpu' ? [] : target.caps),
      ...channels.flatMap(undecidedCounter),
    ],
  };
}

/** A counter that was read and shows neither work nor rest leaves no room for weaker witnesses. */
function undecidedCounter({ channel, verdict, detail }: Channel): readonly string[] {
  const read = detail.busy !== undefined || detail.share !== undefined;
  if (verdict !== 'absent' || !read || !OS_COUNTERS.includes(channel)) return [];
  return [`The counter ${channel} was read and does not bear the claim out.`];
}

/** The devices the verdict is about: those that were asked for, or those that AUTO settled on. */
export function devicesOf(reply: RuntimeReply | null, target: Target): readonly string[] {
  if (target.expected.length > 0) return target.expected;
  return executionDevices(reply?.compile?.executionDevices ?? null).filter((each) => !/[()]/.test(each));
}

function targetKind(devices: readonly string[]): Evidence['target'] {
  const accelerators = devices.filter((device) => device !== 'CPU');
  if (accelerators.length === 0) return 'cpu';
  return accelerators.length === devices.length ? 'accelerator' : 'mixed';
}

function channelsOf(seen: Seen, reply: RuntimeReply, devices: readonly string[]): readonly Channel[] {
  const precision = precisionOfRun(reply, devices);
  const numerics = numericsOf(seen, reply, precision);
  const common = [
    executionDevicesChannel(reply.compile?.executionDevices ?? null, devices, seen.target.preferred),
    profileChannel(reply.profiled, devices),
    numerics,
  ];
  const loop = loopSeen(reply, seen.run.watched);
  const { flops } = seen.challenge.smoke;
  if (targetKind(devices) === 'cpu') return [...common, cpuTimeOfCpu(loop, flops, precision)];
  return [
    ...common,
    cpuTimeOfAccelerator(loop, flops, seen.cpu?.rate ?? null),
    ...deviceCounters(seen, devices),
    fingerprintChannel({
      outputs: reply.outputs,
      cpuOutputs: seen.cpu?.outputs ?? [],
      precision: executedPrecision(reply),
      error: typeof numerics.detail.rms === 'number' ? numerics.detail.rms : Infinity,
    }),
  ];
}

function numericsOf({ challenge }: Seen, reply: RuntimeReply, precision: Precision): Channel {
  return numericsChannel({
    size: challenge.smoke.size,
    seal: challenge.seal,
    inputs: challenge.inputs,
    outputs: reply.outputs,
    loop: reply.loop?.again ?? [],
    again: [reply.repeat, ...(reply.profiled === undefined ? [] : [reply.profiled.output])],
    outputValues: elements(challenge.smoke.outputShape),
    precision,
  });
}
