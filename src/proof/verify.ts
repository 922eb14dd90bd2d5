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
import { askNode, compareWithNode } from './node/node-witness.ts';
import type { Proof, RungResult } from './proof.ts';
import { type Proven, proveEnvironment } from './prove-environment.ts';
import { proveSdnext, sdnextBackend } from './prove-sdnext.ts';
import { proveTorch, type Rung } from './prove-torch.ts';
import { type Requirement, requirement } from './requirement.ts';
import { secondEngine } from './second-engine.ts';
import { verifySession } from './server/verify-session.ts';
import { worst } from './verdict.ts';

export const DEPTHS = ['auto', 'runtime', 'torch', 'sdnext'] as const;
type Depth = (typeof DEPTHS)[number];

export const ENGINES = ['python', 'c', 'node', 'all'] as const;
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
  return wish.engine === 'node' ? throughNode(wish) : throughEnvironment(wish);
}

/** openvino-node runs the network, with or without an environment; where it is not there, Python does. */
async function throughNode(wish: VerifyWish): Promise<Verified> {
  const node = await askNode(await smokeOf(wish));
  if (node.proven === null) {
    const verified = await throughEnvironment({ ...wish, engine: 'python' });
    return { ...verified, findings: [...verified.findings, ...node.findings] };
  }
  const { proof, findings } = node.proven;
  const compared = await besideEnvironment(wish, node.proven);
  return {
    proof,
    findings: [...findings, ...compared.findings, ...requirement(proof, wish.require)],
    environment: compared.environment,
  };
}

/** What the environment's own OpenVINO says to the same; nothing where there is no such environment. */
async function besideEnvironment(wish: VerifyWish, node: Proven): Promise<Omit<Verified, 'proof'>> {
  const subject = await subjectOf(wish.system, wish.dir, wish.venv).catch(nullIfMissing);
  const environment = subject?.manifest ?? null;
  if (subject === null || (environment?.variant ?? 'openvino') !== 'openvino')
    return { findings: [], environment };
  const python = await proveEnvironment({ ...(await smokeOf(wish)), python: subject.python });
  return { findings: [...python.findings, compareWithNode(python, node)], environment };
}

function nullIfMissing(error: unknown): null {
  if (error instanceof Failure && error.kind === 'notReady') return null;
  throw error;
}

async function smokeOf(wish: VerifyWish) {
  const { system, facts, emit } = wish;
  const device = wish.device ?? (await sdnextChoice(system, wish.dir));
  return { system, facts, emit, device, size: 'full' } as const;
}

async function throughEnvironment(wish: VerifyWish): Promise<Verified> {
  const subject = await subjectOf(wish.system, wish.dir, wish.venv);
  const variant = subject.manifest?.variant ?? 'openvino';
  if (variant !== 'openvino') return throughTorch(wish, subject, variant);
  const first = await proveEnvironment({
    ...(await smokeOf(wish)),
    python: subject.python,
    ...(wish.engine === 'c' ? { engine: await requiredCEngine(wish.system, subject.folder) } : {}),
  });
  const second = wish.engine === 'all' ? await secondEngine(wish.system, subject.folder, first) : NOTHING;
  const further = wish.engine === 'all' ? await nodeFindings(wish, first) : [];
  const more = wish.engine === 'c' ? [] : await furtherRungs(wish, subject.python, first);
  const ahead =
    wish.model === null ? [] : [await compileAhead(wish.system, subject.python, { ...wish.model, first })];
  const proof = withRungs(first.proof, [...second.rungs, ...more.map(({ rung }) => rung)]);
  const findings = [
    ...first.findings,
    ...second.findings,
    ...further,
    ...more.flatMap((each) => each.findings),
    ...ahead,
  ];
  return {
    proof,
    findings: [...findings, ...requirement(proof, wish.require)],
    environment: subject.manifest,
  };
}

/** A further witness with libraries of another version: what it says is a finding and changes no verdict. */
async function nodeFindings(wish: VerifyWish, first: Proven): Promise<readonly Finding[]> {
  const { proven, findings } = await askNode(await smokeOf(wish));
  return proven === null ? findings : [compareWithNode(first, proven)];
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
