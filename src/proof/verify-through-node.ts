import { Failure } from '../findings/failure.ts';
import { type Finding, finding, remedy } from '../findings/finding.ts';
import { subjectOf } from './child/environment-python.ts';
import { askNode, compareWithNode } from './node/node-witness.ts';
import { provideCommand } from './node/provide-command.ts';
import { type Proven, proveEnvironment } from './prove-environment.ts';
import { requirement } from './requirement.ts';
import { throughEnvironment } from './verify-through-environment.ts';
import { smokeOf, type Verified, type VerifyWish } from './verify-wish.ts';

/** openvino-node runs the network, with or without an environment; where it is not there, Python does. */
export async function throughNode(wish: VerifyWish): Promise<Verified> {
  const provide = await provideCommand(wish);
  const node = await askNode({ ...(await smokeOf(wish)), provide });
  if (node.proven === null) return instead(wish, node.findings, provide);
  const { proof, findings } = node.proven;
  const compared = await besideEnvironment(wish, node.proven);
  return {
    proof,
    findings: [...findings, ...node.findings, ...compared.findings, ...requirement(proof, wish.require)],
    environment: compared.environment,
  };
}

/** Python runs the network instead. Throws `Failure` where there is no environment either. */
async function instead(wish: VerifyWish, skipped: readonly Finding[], provide: string): Promise<Verified> {
  try {
    const verified = await throughEnvironment({ ...wish, engine: 'python' });
    return { ...verified, findings: [...verified.findings, ...skipped] };
  } catch (error) {
    if (!(error instanceof Failure) || error.kind !== 'notReady') throw error;
    throw new Failure({
      kind: 'notReady',
      code: error.code,
      found: [skipped[0]?.found, error.message].join(' '),
      need: 'openvino-node with its native part, or a whole environment, whose inference can be tried.',
      fix: [provide, ...error.fix],
    });
  }
}

/** What the environment's own OpenVINO says to the same; where there is none, what is not witnessed without it. */
async function besideEnvironment(wish: VerifyWish, node: Proven): Promise<Omit<Verified, 'proof'>> {
  const subject = await subjectOf(wish.system, wish.dir, wish.venv).catch(unlessMissing);
  if (subject instanceof Failure) return { findings: [alone(node, subject)], environment: null };
  const { manifest: environment, python } = subject;
  if ((environment?.variant ?? 'openvino') !== 'openvino')
    return { findings: [alone(node, null)], environment };
  const own = await proveEnvironment({ ...(await smokeOf(wish)), python });
  return { findings: [...own.findings, compareWithNode(own, node)], environment };
}

function unlessMissing(error: unknown): Failure {
  if (error instanceof Failure && error.kind === 'notReady') return error;
  throw error;
}

/** openvino-node is a runtime of its own: what it can do says what this machine can do, not what SD.Next will use. */
function alone({ list }: Proven, missing: Failure | null): Finding {
  const version = (list.versions.openvino ?? 'unknown').split('-')[0];
  const why = missing?.message ?? 'This environment has no OpenVINO.';
  return finding({
    id: 'inference.environment',
    group: 'inference',
    status: 'info',
    title: 'No environment was witnessed',
    found: `${why} OpenVINO ${version} of openvino-node ran instead: the machine and its drivers were tried. Not witnessed: the OpenVINO that SD.Next would use, single operations, torch, and SD.Next itself.`,
    need: missing === null ? null : 'An environment, for a proof of what SD.Next uses.',
    remedy: missing === null ? null : remedy('Make the environment.', ...missing.fix),
  });
}
