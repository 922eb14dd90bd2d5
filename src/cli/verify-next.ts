import { openvinoWords } from '../checks/guidance.ts';
import type { Facts } from '../hardware/facts.ts';
import type { EngineChoice, Verified } from '../proof/verify-wish.ts';

/** What to know after a proof: who asked for openvino-node by name learns that another engine answered. */
export function verifyNext(
  { proof, environment, findings }: Verified,
  facts: Facts,
  engine: EngineChoice,
): readonly string[] {
  const skipped = findings.some(({ id, status }) => id === 'inference.node-runtime' && status === 'skip');
  const openvino = proof.device.resolved !== null && environment?.variant === 'openvino';
  return [...(engine === 'node' && skipped ? [NOT_ASKED] : []), ...(openvino ? openvinoWords(facts) : [])];
}

const NOT_ASKED =
  'Python ran the network, openvino-node did not. Why, and the way to it: sdn verify --engine node -v';
