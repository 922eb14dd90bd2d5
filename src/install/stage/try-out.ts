import { Failure } from '../../findings/failure.ts';
import type { Finding } from '../../findings/finding.ts';
import type { Proof } from '../../proof/proof.ts';
import type { System } from '../../system/system.ts';
import type { Manifest } from '../environment/manifest.ts';
import type { Emit } from '../plan.ts';
import type { Gathered } from '../request/gather.ts';
import type { InstallRequest } from '../request/request.ts';
import { importableParts } from '../request/wanted-for.ts';
import { stepsOf } from '../steps.ts';
import { importCheck } from './import-check.ts';

export type Witnessed = { readonly proof: Proof; readonly findings: readonly Finding[] };

type Bench = {
  readonly system: System;
  readonly emit: Emit;
  readonly prove: (venv: string) => Promise<Witnessed>;
};
type Trial = { readonly request: InstallRequest; readonly gathered: Gathered };

/**
 * Imports every part and proves the environment, side by side: the one reads from disk while the other computes.
 * Null where no proof is wanted. Both have ended when this returns or throws, so that the stage can be removed.
 */
export async function tryOut(
  stage: string,
  { request, gathered }: Trial,
  { system, emit, prove }: Bench,
): Promise<Witnessed | null> {
  const vision = gathered.choice.torchvision === null ? 'missing' : 'present';
  const importing = importCheck(stage, importableParts(request.wanted, vision), system);
  const step = stepsOf(emit);
  if (request.proof === 'skip') {
    await step('import', 'Import', () => importing);
    return null;
  }
  return step('prove', 'Import and prove', async () => {
    const [imported, proven] = await Promise.allSettled([importing, prove(stage)]);
    if (imported.status === 'rejected') throw imported.reason;
    if (proven.status === 'rejected') throw proven.reason;
    return proven.value;
  });
}

/** The manifest with the proof in it; a Failure where the proof speaks against the environment. */
export function withProof(manifest: Manifest, { proof, findings }: Witnessed, system: System): Manifest {
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
