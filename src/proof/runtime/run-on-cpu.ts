import { dirname } from 'node:path';
import type { System } from '../../system/system.ts';
import { cEngine } from '../child/engine.ts';
import type { CpuRun } from './judge-smoke.ts';
import { loopSeen } from './loop-seen.ts';
import { type Challenge, runSmoke, type SmokeRun, type SmokeWish } from './run-smoke.ts';

/** `own`: through the engine of the proof, in the CPU's own choice of arithmetic. */
type OnCpu = { readonly compared: CpuRun; readonly own: SmokeRun };

/**
 * The same challenge on the CPU, in float32 and in the CPU's own choice, and once more through the environment's C library
 * where there is one: what a bent Python layer calls the CPU may be slower, or another's numbers, than the CPU's own.
 */
export async function runOnCpu(system: System, wish: SmokeWish): Promise<OnCpu> {
  const base: SmokeWish = { ...wish, cache: 'leave', interest: 'process' };
  const config = { ...wish.config, INFERENCE_PRECISION_HINT: 'f32' };
  const exact = await runSmoke(system, { ...base, config, loopSeconds: 0.1 });
  const own = await runSmoke(system, base);
  const library = await withoutPython(system, base);
  const runs = library === null ? [exact, own] : [exact, own, library];
  return { compared: comparison(runs, wish.challenge), own };
}

async function withoutPython(system: System, wish: SmokeWish): Promise<SmokeRun | null> {
  if (wish.engine.name !== 'python') return null;
  const engine = await cEngine(system, dirname(dirname(wish.engine.file)));
  return engine === null ? null : runSmoke(system, { ...wish, engine });
}

function comparison(runs: readonly SmokeRun[], { smoke }: Challenge): CpuRun {
  const rates = runs.flatMap(({ reply, watched }) => {
    const loop = reply === null ? null : loopSeen(reply, watched);
    return loop?.cpuSeconds ? [(smoke.flops * loop.inferences) / loop.cpuSeconds] : [];
  });
  return {
    outputs: runs.map(({ reply }) => reply?.outputs ?? []),
    rate: rates.length === 0 ? null : Math.max(...rates),
  };
}
