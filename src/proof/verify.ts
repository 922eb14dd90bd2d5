import { verifySession } from './server/verify-session.ts';
import { throughEnvironment } from './verify-through-environment.ts';
import { throughNode } from './verify-through-node.ts';
import type { Verified, VerifyWish } from './verify-wish.ts';

/**
 * Proves where the inference of one environment runs, rung by rung.
 * Throws `Failure`: usage for a device that is no device, not ready where there is no environment.
 */
export async function verify(wish: VerifyWish): Promise<Verified> {
  if (wish.witness !== null)
    return { ...(await verifySession(wish.system, wish.witness, wish.device)), environment: null };
  return wish.engine === 'node' ? throughNode(wish) : throughEnvironment(wish);
}
