import { Failure } from '../findings/failure.ts';
import type { Finding } from '../findings/finding.ts';
import type { Facts } from '../hardware/facts.ts';
import type { Manifest } from '../install/manifest.ts';
import type { Emit } from '../install/plan.ts';
import type { System } from '../system/system.ts';
import type { Variant } from '../variants/decision.ts';
import { compileAhead } from './compile-ahead.ts';
import { sdnextChoice } from './device/sdnext-choice.ts';
import { cEngine, type Engine } from './engine.ts';
import { type Subject, subjectOf } from './environment-python.ts';
import { proveKernels } from './kernels/prove-kernels.ts';
import type { Proof, RungResult } from './proof.ts';
import { type Proven, proveEnvironment } from './prove-environment.ts';
import { proveSdnext, sdnextBackend } from './prove-sdnext.ts';
import { proveTorch, type Rung } from './prove-torch.ts';
import { type Requirement, requirement } from './requirement.ts';
import { secondEngine } from './second-engine.ts';
import { verifySession } from './server/verify-session.ts';
import { worst } from './verdict.ts';

export const DEPTHS = ['auto', 'runtime', 'torch', 'sdnext'] as const;
export type Depth = (typeof DEPTHS)[number];

export const ENGINES = ['python', 'c', 'all'] as const;
export type EngineChoice = (typeof ENGINES)[number];

export type VerifyWish = {
  readonly system: System;
  readonly dir: string;
  /** Null: the folder `venv` in `dir`. */
  readonly venv: string | null;
  /** Null: what SD.Next itself would use. */
  readonly device: string | null;
  readonly depth: Depth;
  readonly engine: EngineChoice;
  /** A recording of `sdn launch --witness`, to be judged instead of anything being run; null for none. */
  readonly witness: string | null;
  /** A model of the user's own, to be compiled ahead of time, and the cache it goes to; null for none. */
  readonly model: { readonly file: string; readonly cacheDir: string } | null;
  readonly require: Requirement | null;
  readonly facts: Facts | null;
  readonly emit: Emit;
};

export type Verified = {
  readonly proof: Proof;
  readonly findings: readonly Finding[];
  readonly environment: Manifest | null;
};

/**
 * Proves where the inference of one environment runs, rung by rung.
 * Throws `Failure`: usage for a device that is no device, not ready where there is no environment.
 */
export async function verify(wish: VerifyWish): Promise<Verified> {
  if (wish.witness !== null)
    return { ...(await verifySession(wish.system, wish.witness, wish.device)), environment: null };
  const subject = await subjectOf(wish.system, wish.dir, wish.venv);
  const variant = subject.manifest?.variant ?? 'openvino';
  if (variant !== 'openvino') return throughTorch(wish, subject, variant);
  const first = await proveEnvironment({
    system: wish.system,
    python: subject.python,
    ...(wish.engine === 'c' ? { engine: await requiredCEngine(wish.system, subject.folder) } : {}),
    device: wish.device ?? (await sdnextChoice(wish.system, wish.dir)),
    size: 'full',
    facts: wish.facts,
    emit: wish.emit,
  });
  const second = wish.engine === 'all' ? await secondEngine(wish.system, subject.folder, first) : NOTHING;
  const more = wish.engine === 'c' ? [] : await furtherRungs(wish, subject.python, first);
  const ahead =
    wish.model === null ? [] : [await compileAhead(wish.system, subject.python, { ...wish.model, first })];
  const proof = withRungs(first.proof, [...second.rungs, ...more.map(({ rung }) => rung)]);
  const findings = [
    ...first.findings,
    ...second.findings,
    ...more.flatMap((each) => each.findings),
    ...ahead,
  ];
  return {
    proof,
    findings: [...findings, ...requirement(proof, wish.require)],
    environment: subject.manifest,
  };
}

const NOTHING = { rungs: [], findings: [] } as const;

async function requiredCEngine(system: System, folder: string): Promise<Engine> {
  const engine = await cEngine(system, folder);
  if (engine !== null) return engine;
  throw new Failure({
    kind: 'notReady',
    code: 'c-library-missing',
    found: `The environment at ${folder} holds no C library of OpenVINO.`,
    need: 'OpenVINO in this environment.',
    fix: ['sdn reinstall --use-openvino', 'sdn verify --engine python'],
  });
}

/** Every variant but OpenVINO computes in torch itself; there is nothing between that could be deeper. */
async function throughTorch(
  wish: VerifyWish,
  { python, manifest }: Subject,
  variant: Variant,
): Promise<Verified> {
  const { system, facts, emit } = wish;
  const device = wish.device ?? 'AUTO';
  const { proof, findings } = await proveKernels({
    system,
    python,
    variant,
    device,
    size: 'full',
    facts,
    emit,
  });
  return { proof, findings: [...findings, ...requirement(proof, wish.require)], environment: manifest };
}

/** `auto` goes as far as the folder allows: a checkout brings SD.Next's own backend. */
async function furtherRungs(wish: VerifyWish, python: string, first: Proven): Promise<readonly Rung[]> {
  if (wish.depth === 'torch') return [await proveTorch(wish, python, first)];
  if (wish.depth === 'runtime') return [];
  const file = await sdnextBackend(wish.system, wish.dir);
  if (file !== null) return [await proveSdnext(wish, { python, file }, first)];
  if (wish.depth === 'auto') return [];
  throw new Failure({
    kind: 'notReady',
    code: 'checkout-missing',
    found: `${wish.dir} holds no SD.Next checkout with an OpenVINO backend.`,
    need: "The folder of SD.Next, for a proof through SD.Next's own backend.",
    fix: ['sdn verify --depth sdnext --dir sdnext', 'sdn verify --depth runtime'],
  });
}

function withRungs(proof: Proof, more: readonly RungResult[]): Proof {
  const rungs = [...proof.rungs, ...more];
  return { ...proof, rungs, verdict: worst([proof.verdict, ...more.map(({ verdict }) => verdict)]) };
}
