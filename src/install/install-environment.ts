import { Failure } from '../findings/failure.ts';
import type { Finding } from '../findings/finding.ts';
import { examineInterpreter } from '../packages/pythons/examine.ts';
import { minorVersion } from '../packages/pythons/interpreter.ts';
import { resolve } from '../packages/uv/resolve.ts';
import { lockText, parseSdnLock } from '../packages/uv/sdn-lock.ts';
import type { Proof } from '../proof/proof.ts';
import type { System } from '../system/system.ts';
import { buildEnvironment } from './build-environment.ts';
import { pythonOf } from './environment.ts';
import { gatherLocked, lockToFollow } from './from-lock.ts';
import { type Gathered, gather } from './gather.ts';
import { importCheck } from './import-check.ts';
import { installFindings } from './install-findings.ts';
import type { Manifest } from './manifest.ts';
import type { Emit } from './plan.ts';
import type { InstallRequest } from './request.ts';
import { resourceFailure } from './resources.ts';
import { requireRoom } from './room.ts';
import { stepsOf } from './steps.ts';
import { replaceEnvironment } from './transaction.ts';
import { importableParts } from './wanted-for.ts';

/** What an installation needs beside its request. `prove` runs in the environment at the given folder. */
export type InstallContext = {
  readonly system: System;
  readonly emit: Emit;
  readonly sdnVersion: string;
  /** The command line, without secrets. */
  readonly command: string;
  /** Asked under the lock: `keep` where another run has made it meanwhile; a Failure where it must not be replaced. */
  readonly guard: () => Promise<'replace' | 'keep'>;
  readonly prove: (venv: string) => Promise<Witnessed>;
};

export type Witnessed = { readonly proof: Proof; readonly findings: readonly Finding[] };

export type Installed = {
  readonly manifest: Manifest;
  readonly proof: Proof | null;
  readonly findings: readonly Finding[];
};

/**
 * Makes the environment of a request: resolves it, builds it beside the one that is there, proves it there,
 * and only then puts it in place. Null where the guard says `keep`. Throws a Failure with everything as it was before.
 */
export async function installEnvironment(
  request: InstallRequest,
  context: InstallContext,
): Promise<Installed | null> {
  const { gathered, lock } = await resolved(request, context);
  const { wheels } = parseSdnLock(lock);
  await requireRoom(wheels, request.place, context.system);
  const witnessed: Witnessed[] = [];
  const replaced = await replaceEnvironment({
    place: request.place,
    system: context.system,
    emit: context.emit,
    command: context.command,
    waitMs: request.waitSeconds * 1000,
    guard: context.guard,
    lockDocument: lock,
    build: (stage) =>
      buildEnvironment(stage, { request, gathered, wheels, sdnVersion: context.sdnVersion }, context),
    prove: async (stage, built) => {
      const seen = await tried(stage, { request, gathered }, context);
      if (seen === null) return built;
      witnessed.push(seen);
      return withProof(built, seen, context.system);
    },
    check: (venv) => answersFrom(venv, context.system),
  });
  if (replaced === null) return null;
  const findings = [...installFindings(request, gathered), ...witnessed.flatMap((seen) => seen.findings)];
  return { manifest: replaced.manifest, proof: witnessed[0]?.proof ?? null, findings };
}

type Trial = { readonly request: InstallRequest; readonly gathered: Gathered };

/**
 * Imports every part and proves the environment, side by side: the one reads from disk while the other computes.
 * Null where no proof is wanted. Both have ended when this returns or throws, so that the stage can be removed.
 */
async function tried(
  stage: string,
  { request, gathered }: Trial,
  context: InstallContext,
): Promise<Witnessed | null> {
  const vision = gathered.choice.torchvision === null ? 'missing' : 'present';
  const importing = importCheck(stage, importableParts(request.wanted, vision), context.system);
  const step = stepsOf(context.emit);
  if (request.proof === 'skip') {
    await step('import', 'Import', () => importing);
    return null;
  }
  return step('prove', 'Import and prove', async () => {
    const [imported, proven] = await Promise.allSettled([importing, context.prove(stage)]);
    if (imported.status === 'rejected') throw imported.reason;
    if (proven.status === 'rejected') throw proven.reason;
    return proven.value;
  });
}

/** What will be installed and with what, as a lock: read where the request is bound to one, else resolved now. */
export async function resolved(request: InstallRequest, context: Setting): Promise<Resolved> {
  return resolution(request, context).catch((error) => {
    throw resourceFailure(error, context.system.directories.cache) ?? error;
  });
}

async function resolution(request: InstallRequest, context: Setting): Promise<Resolved> {
  const { system, emit } = context;
  const step = stepsOf(emit);
  const locked = await lockToFollow(request, system);
  if (locked !== null) {
    return {
      gathered: await step('gather', 'Python and uv', () => gatherLocked(request, locked, system)),
      lock: locked.text,
    };
  }
  const gathered = await step('gather', 'Python, uv and package sources', () => gather(request, system));
  return { gathered, lock: await step('resolve', 'Resolve', () => lockFor(request, gathered, context)) };
}

type Setting = Pick<InstallContext, 'system' | 'emit' | 'sdnVersion'>;

export type Resolved = { readonly gathered: Gathered; readonly lock: string };

async function lockFor(request: InstallRequest, gathered: Gathered, context: Setting): Promise<string> {
  const { uv, choice, sources } = gathered;
  const { wanted, network, command } = request;
  const resolved = await resolve({ uv, wanted, choice, sources, network, command }, context.system);
  return lockText(resolved, {
    variant: wanted.variant,
    platform: `${context.system.platform}-${choice.python.arch}`,
    python: minorVersion(choice.python.version),
    index: choice.torch?.source === 'torch' ? request.decision.index : null,
    sdn: context.sdnVersion,
  });
}

/** The manifest with the proof in it; a Failure where the proof speaks against the environment. */
function withProof(manifest: Manifest, { proof, findings }: Witnessed, system: System): Manifest {
  if (proof.verdict !== 'proven' && proof.verdict !== 'reported') throw notProven(proof, findings);
  const [rung] = proof.rungs;
  return {
    ...manifest,
    proof: {
      verdict: proof.verdict,
      device: proof.device.resolved,
      at: system.now().toISOString(),
      rung: rung?.rung ?? null,
    },
  };
}

function notProven({ verdict, rungs, device }: Proof, findings: readonly Finding[]): Failure {
  const fault = findings.find(({ status }) => status === 'fail' || status === 'unknown');
  const reason = fault?.found ?? rungs[0]?.reasons[0];
  return new Failure({
    kind: verdict === 'unknown' ? 'undetermined' : 'notReady',
    code: 'proof-failed',
    found: `The new environment did not prove itself (${verdict}) on ${device.resolved ?? device.requested}: ${reason ?? 'no reason given'}`,
    need: 'An inference whose place of execution is witnessed. The previous environment is untouched.',
    fix: fault?.remedy?.commands ?? ['sdn detect'],
  });
}

/** A brief look after the swap: the environment's Python starts and is at home where it now is. */
async function answersFrom(venv: string, system: System): Promise<void> {
  const answer = await examineInterpreter(pythonOf(venv, system.platform), system);
  if (!('reason' in answer)) return;
  throw new Failure({
    kind: 'notReady',
    code: 'environment-does-not-start',
    found: `Put in place, the Python of ${venv} does not answer: ${answer.reason}`,
    need: 'A Python that starts.',
  });
}
