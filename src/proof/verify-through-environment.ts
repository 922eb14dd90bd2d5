import { Failure } from '../findings/failure.ts';
import type { Finding } from '../findings/finding.ts';
import type { System } from '../system/system.ts';
import type { Variant } from '../variants/decision.ts';
import { furtherRungs } from './bridge/further-rungs.ts';
import { cEngine, type Engine } from './child/engine.ts';
import { type Subject, subjectOf } from './child/environment-python.ts';
import { compileAhead } from './compile-ahead.ts';
import { proveKernels } from './kernels/prove-kernels.ts';
import { askNode, compareWithNode } from './node/node-witness.ts';
import { provideCommand } from './node/provide-command.ts';
import type { Proof, RungResult } from './proof.ts';
import { type Proven, proveEnvironment } from './prove-environment.ts';
import { requirement } from './requirement.ts';
import { secondEngine } from './runtime/second-engine.ts';
import { smokeOf, type Verified, type VerifyWish } from './verify-wish.ts';
import { worst } from './worst.ts';

/** The environment's own OpenVINO, as deep as was asked for; torch itself where the variant is another. Throws `Failure`. */
export async function throughEnvironment(wish: VerifyWish): Promise<Verified> {
  const subject = await subjectOf(wish.system, wish.dir, wish.venv);
  const variant = subject.manifest?.variant ?? 'openvino';
  if (variant !== 'openvino') return throughTorch(wish, subject, variant);
  const first = await proveEnvironment({
    ...(await smokeOf(wish)),
    python: subject.python,
    ...(wish.engine === 'c' ? { engine: await requiredCEngine(wish.system, subject.folder) } : {}),
  });
  const more = [...(await otherEngines(wish, subject, first)), ...(await deeper(wish, subject, first))];
  const proof = withRungs(
    first.proof,
    more.flatMap(({ rungs }) => rungs),
  );
  const findings = [...first.findings, ...more.flatMap((each) => each.findings)];
  return {
    proof,
    findings: [...findings, ...requirement(proof, wish.require)],
    environment: subject.manifest,
  };
}

type More = { readonly rungs: readonly RungResult[]; readonly findings: readonly Finding[] };

/** The same network through the C library and through openvino-node, for `--engine all`. */
async function otherEngines(wish: VerifyWish, { folder }: Subject, first: Proven): Promise<readonly More[]> {
  if (wish.engine !== 'all') return [];
  const second = await secondEngine(wish.system, folder, first);
  return [second, { rungs: [], findings: await nodeFindings(wish, first) }];
}

async function deeper(wish: VerifyWish, { python }: Subject, first: Proven): Promise<readonly More[]> {
  const rungs = wish.engine === 'c' ? [] : await furtherRungs(wish, python, first);
  const ahead =
    wish.model === null ? [] : [await compileAhead(wish.system, python, { ...wish.model, first })];
  return [
    ...rungs.map(({ rung, findings }) => ({ rungs: [rung], findings })),
    { rungs: [], findings: ahead },
  ];
}

/** A further witness with libraries of another version: what it says is a finding and changes no verdict. */
async function nodeFindings(wish: VerifyWish, first: Proven): Promise<readonly Finding[]> {
  const { proven, findings } = await askNode({
    ...(await smokeOf(wish)),
    provide: await provideCommand(wish),
  });
  return proven === null ? findings : [...findings, compareWithNode(first, proven)];
}

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
  const { system, emit } = wish;
  const facts = await wish.facts;
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

function withRungs(proof: Proof, more: readonly RungResult[]): Proof {
  const rungs = [...proof.rungs, ...more];
  return { ...proof, rungs, verdict: worst([proof.verdict, ...more.map(({ verdict }) => verdict)]) };
}
