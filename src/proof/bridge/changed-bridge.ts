import type { BridgeReply } from '../replies/bridge-reply.ts';
import type { Judgement } from '../verdict.ts';
import type { BridgeWish } from './prove-bridge.ts';

/** A backend that asks for names it never asked for, or chooses otherwise than foreseen, cannot be judged. */
export function changedBridge(wish: Pick<BridgeWish, 'device'>, reply: BridgeReply | null): Judgement | null {
  const seen = reply?.sdnext;
  if (seen === undefined) return null;
  const raised = reply?.error ?? null;
  const unknown = (why: string): Judgement => ({ verdict: 'unknown', reasons: [why] });
  if (seen.missing.length > 0) return unknown(`The backend changed: it asks for ${seen.missing.join(', ')}.`);
  if (raised !== null && seen.stubs.length > 0)
    return unknown(
      `The backend changed: it needs ${seen.stubs.join(', ')}, and fails with stand-ins for them.`,
    );
  if (raised !== null && /^(?:Import|ModuleNotFound)Error$|InvalidBackend/.test(raised.type))
    return unknown(`The backend changed: ${raised.text.split('\n')[0]}`);
  if (seen.device !== null && seen.device !== wish.device)
    return unknown(`SD.Next chose ${seen.device}; from its settings ${wish.device} was foreseen.`);
  return null;
}
