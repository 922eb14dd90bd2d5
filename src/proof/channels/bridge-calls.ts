import type { Channel } from '../proof.ts';
import type { BridgeReply } from '../replies/bridge-reply.ts';
import { absent, agrees, disagrees } from './channel.ts';

/** Share of the loop that must be spent inside OpenVINO; sound bridges 0.65-0.95, fallen back 0.02 (bridge.md 2.3). */
const LEAST_SHARE = 0.5;

/**
 * What really reached OpenVINO through a bridge, counted between the two.
 * `device`: the device argument that the bridge should pass. A count alone proves nothing; see the other channels.
 */
export function bridgeCallsChannel(reply: BridgeReply, device: string): Channel {
  const { bridge, loop } = reply;
  if (bridge === undefined || loop === undefined) return absent('bridge-calls', 'The bridge was not tried.');
  const passed = [...new Set(bridge.compiles.map((each) => each.device ?? 'no device'))].join(',');
  const share = (bridge.insideMs ?? 0) / loop.wallMs;
  const detail = {
    compiles: bridge.compiles.length,
    callsPerInference: Math.max(0, ...bridge.perCall),
    share: Number(share.toFixed(3)),
    modelInputs: Math.max(0, ...bridge.compiles.map((each) => each.inputs ?? 0)),
    swallowed: reply.swallowed.slice(0, 5),
  };
  const objection = objectionTo(reply, device, share);
  if (objection === null) return agrees('bridge-calls', passed, detail);
  return disagrees('bridge-calls', bridge.compiles.length === 0 ? 'torch' : passed, objection, detail);
}

function objectionTo(reply: BridgeReply, device: string, share: number): string | null {
  const { compiles, perCall } = reply.bridge ?? { compiles: [], perCall: [] };
  const failed = compiles.find((each) => each.error !== null);
  const silent = perCall.every((calls) => calls === 0);
  if (compiles.length === 0) return `torch answered without one compilation by OpenVINO.${swallowed(reply)}`;
  if (failed !== undefined) return `OpenVINO refused to compile, and torch answered. ${failed.error ?? ''}`;
  if (silent) return `torch answered without one call of OpenVINO.${swallowed(reply)}`;
  if (compiles.some((each) => each.device !== device))
    return `The bridge asked for ${[...new Set(compiles.map((each) => each.device))].join(', ')}, not for ${device}.`;
  if (new Set(perCall).size > 1) return 'Some calls reached OpenVINO more often than others.';
  if (share < LEAST_SHARE)
    return `OpenVINO owned ${Math.round(share * 100)} % of the time; torch had the rest.`;
  return null;
}

/** What the bridge kept to itself, in one sentence. */
function swallowed({ swallowed: texts }: BridgeReply): string {
  const [first] = texts;
  return first === undefined ? '' : ` What it swallowed: ${first.split('\n')[0]?.slice(0, 300)}`;
}
