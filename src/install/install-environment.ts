import { Failure } from '../findings/failure.ts';
import type { Finding } from '../findings/finding.ts';
import { examineInterpreter } from '../packages/pythons/examine.ts';
import { parseSdnLock } from '../packages/uv/sdn-lock.ts';
import type { Proof } from '../proof/proof.ts';
import type { System } from '../system/system.ts';
import { pythonOf } from './environment/environment.ts';
import type { Manifest } from './environment/manifest.ts';
import { installFindings } from './install-findings.ts';
import type { Emit } from './plan.ts';
import type { InstallRequest } from './request/request.ts';
import { resolved } from './request/resolved.ts';
import { buildEnvironment } from './stage/build-environment.ts';
import { requireRoom } from './stage/room.ts';
import { tryOut, type Witnessed, withProof } from './stage/try-out.ts';
import { replaceEnvironment } from './transaction/transaction.ts';

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
      const seen = await tryOut(stage, { request, gathered }, context);
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
