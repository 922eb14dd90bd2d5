import type { System } from '../../system/system.ts';
import { canonical } from '../channels/execution-devices.ts';
import type { Engine } from '../child/engine.ts';
import type { RungResult } from '../proof.ts';
import type { Size } from '../smoke/network.ts';
import { judge } from '../verdict.ts';
import { activityOf } from './activity.ts';
import { interestIn } from './device-counters.ts';
import { devicesOf, evidenceOf, type Target } from './judge-smoke.ts';
import { runOnCpu } from './run-on-cpu.ts';
import type { Challenge, SmokeRun, SmokeWish } from './run-smoke.ts';
import { timingsOf } from './timings.ts';

export type RuntimeWish = {
  readonly engine: Engine;
  /** As OpenVINO takes it. */
  readonly device: string;
  readonly target: Target;
  readonly size: Size;
  readonly loopSeconds: number;
  /** Milliseconds for a whole child; by default as long as a slow driver may take. */
  readonly timeoutMs?: number | undefined;
};

/** Milliseconds for import, compilation and inferences together; openvino.md 8. */
const TIMEOUT_MS = { CPU: 180_000, other: 480_000 } as const;
/** A failing accelerator must fail aloud, and AUTO must not answer from its helper on the CPU; openvino.md 3.2. */
const AUTO_CONFIG = { ENABLE_STARTUP_FALLBACK: 'NO', ENABLE_RUNTIME_FALLBACK: 'NO' } as const;
const CONFIG = { PERFORMANCE_HINT: 'LATENCY' } as const;

/** A wish with its challenge drawn, and the folder that holds it. */
export type Prepared = RuntimeWish & { readonly folder: string; readonly challenge: Challenge };

/** What one run of the smoke network proves; where it reached more than the CPU, the CPU runs it too. */
export async function rungOf(system: System, wish: Prepared, run: SmokeRun): Promise<RungResult> {
  const reachedCpuOnly = devicesOf(run.reply, wish.target).every((device) => device === 'CPU');
  const cpu =
    run.reply === null || reachedCpuOnly
      ? null
      : await runOnCpu(system, smokeWish({ ...wish, device: 'CPU' }));
  const seen = { run, challenge: wish.challenge, target: wish.target, cpu: cpu?.compared ?? null };
  const evidence = evidenceOf(seen);
  const { verdict, reasons } = judge(evidence);
  return {
    rung: 'runtime',
    engine: wish.engine.name,
    verdict,
    device: devicesOf(run.reply, wish.target).join(',') || null,
    ending: run.ending,
    channels: evidence.channels,
    reasons: run.stop === null ? reasons : [...reasons, run.stop],
    ...measured(wish, run, cpu === null ? null : perSecond(cpu.own)),
  };
}

export function smokeWish(wish: Prepared): SmokeWish {
  const { engine, folder, challenge, device, loopSeconds } = wish;
  const auto = /^AUTO\b/.test(device) ? AUTO_CONFIG : {};
  const timeoutMs = wish.timeoutMs ?? (device === 'CPU' ? TIMEOUT_MS.CPU : TIMEOUT_MS.other);
  const config = /^(?:AUTO|HETERO|MULTI|BATCH)\b/.test(device) ? auto : CONFIG;
  const interest = interestIn(wish.target);
  const cache = wish.size === 'full' ? 'try' : 'leave';
  return { engine, folder, challenge, device, loopSeconds, config, cache, timeoutMs, interest };
}

function perSecond({ reply }: SmokeRun): number | null {
  const loop = reply?.loop;
  return loop === undefined ? null : (loop.latenciesMs.length / loop.wallMs) * 1000;
}

function measured(
  { challenge: { smoke, sha256 }, target }: Prepared,
  run: SmokeRun,
  cpuPerSecond: number | null,
) {
  const own = perSecond(run);
  const [device = ''] = devicesOf(run.reply, target);
  const observed = { device, pci: target.cards[canonical(device)] ?? null };
  const [first, second] = run.reply?.cached ?? [];
  const cache = {
    firstMs: first?.ms ?? null,
    secondMs: second?.ms ?? null,
    loadedFromCache: second?.loadedFromCache ?? null,
  };
  return {
    timings: timingsOf(run.reply, activityOf(run.watched, run.reply?.loop, observed)),
    versions: run.reply?.versions ?? {},
    network: { size: smoke.size, sha256, gflop: Number((smoke.flops / 1e9).toFixed(2)) },
    throughput: {
      perSecond: own,
      timesCpu: own === null || cpuPerSecond === null ? null : own / cpuPerSecond,
    },
    memoryPeakBytes: run.reply?.memoryPeakBytes ?? null,
    ...(first === undefined ? {} : { cache }),
  };
}
