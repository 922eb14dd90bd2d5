import type { Channel } from '../proof.ts';
import type { Precision } from '../runtime/families.ts';
import { absent, agrees, disagrees } from './channel.ts';

/** The timed loop as the parent saw it. */
export type LoopSeen = {
  /** Seconds between the child's word that it starts and its word that it is done, by the parent's clock. */
  readonly wallSeconds: number;
  /** CPU time of the child and its descendants in between, by the system's account. */
  readonly cpuSeconds: number | null;
  /** Seconds in which its threads were ready to compute but had no core; null where the system does not say. */
  readonly waitingSeconds: number | null;
  readonly inferences: number;
};

/** Fewer ticks of the system's clock (10 ms each on Linux) than this say nothing. */
const LEAST_CPU_SECONDS = 0.05;
const LEAST_WALL_SECONDS = 0.2;
/** Share of a core that a computing process uses at least; a waiting one does not. */
const BUSY = 0.3;
/** The same with the time in which it stood in the queue for a core, where other work competes for them. */
const EAGER = 0.6;
/**
 * Floating point operations in one CPU-second beyond which no core is known to go:
 * AVX-512 in float32 is near 2.5e11, AMX in bfloat16 near 2e12 at its peak (measured here: 2.5e11 in bfloat16).
 */
const CEILING: Readonly<Record<Precision, number>> = { f32: 4e11, f16: 3e12, bf16: 3e12, i8: 6e12 };

/** For a run on the CPU: the process must have used the CPU time that so much work takes. */
export function cpuTimeOfCpu(seen: LoopSeen | null, flops: number, precision: Precision): Channel {
  const known = measurable(seen);
  if (typeof known === 'string') return absent('cpu-time', known);
  const { cores, eagerness, perCpuSecond, detail } = measured(known, flops);
  if (perCpuSecond > CEILING[precision])
    return disagrees('cpu-time', null, 'The work took less CPU time than any CPU needs for it.', detail);
  if (cores >= BUSY || (eagerness !== null && eagerness >= EAGER)) return agrees('cpu-time', 'CPU', detail);
  if (eagerness === null)
    return absent('cpu-time', 'The process was hardly given any CPU time, or hardly wanted any.', detail);
  return disagrees('cpu-time', null, 'The process waited while it said that it computed.', detail);
}

/** An accelerator must do more for each CPU-second than this CPU can, by this factor. */
const BEYOND_CPU = 2;
/** From this many busy cores on, at the CPU's own rate, the CPU did the work. */
const CPU_LIKE = { cores: 1.6, rate: 1.3 } as const;

/**
 * For a run on an accelerator, inverted: more work for each CPU-second than the same network reached on the CPU here.
 * `cpuRate`: floating point operations in one CPU-second of the CPU's own run, in its fastest precision; null if unknown.
 */
export function cpuTimeOfAccelerator(seen: LoopSeen | null, flops: number, cpuRate: number | null): Channel {
  if (seen === null || seen.cpuSeconds === null || cpuRate === null)
    return absent('cpu-time', 'There is no run on the CPU to compare with.');
  if (seen.wallSeconds < LEAST_WALL_SECONDS) return absent('cpu-time', 'The loop was too short to measure.');
  const { cores, perCpuSecond, detail } = measured(seen, flops);
  const beyond = perCpuSecond / cpuRate;
  const told = { ...detail, beyondCpu: Number(beyond.toFixed(2)) };
  if (beyond >= BEYOND_CPU) return agrees('cpu-time', 'accelerator', told);
  if (cores >= CPU_LIKE.cores && beyond <= CPU_LIKE.rate)
    return disagrees('cpu-time', 'CPU', 'The process used as much CPU time as the CPU itself needs.', told);
  return absent('cpu-time', 'The CPU time fits the CPU as well as the accelerator.', told);
}

function measurable(seen: LoopSeen | null): (LoopSeen & { cpuSeconds: number }) | string {
  if (seen === null) return 'The loop was not observed.';
  const { wallSeconds, cpuSeconds } = seen;
  if (cpuSeconds === null) return 'The system does not say how much CPU time the process used.';
  if (wallSeconds < LEAST_WALL_SECONDS) return 'The loop was too short to measure.';
  if (cpuSeconds < LEAST_CPU_SECONDS && wallSeconds < 2 * LEAST_WALL_SECONDS)
    return 'The loop was too short to measure.';
  return { ...seen, cpuSeconds };
}

function measured({ wallSeconds, cpuSeconds, waitingSeconds, inferences }: LoopSeen, flops: number) {
  const used = Math.max(cpuSeconds ?? 0, 0.01);
  const cores = (cpuSeconds ?? 0) / wallSeconds;
  const eagerness = waitingSeconds === null ? null : cores + waitingSeconds / wallSeconds;
  const perCpuSecond = (flops * inferences) / used;
  const detail = {
    wallSeconds: Number(wallSeconds.toFixed(3)),
    cpuSeconds,
    cores: Number(cores.toFixed(2)),
    coresWanted: eagerness === null ? null : Number(eagerness.toFixed(2)),
    gflopPerCpuSecond: Number((perCpuSecond / 1e9).toFixed(1)),
  };
  return { cores, eagerness, perCpuSecond, detail };
}
