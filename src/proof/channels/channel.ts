import type { Channel, ChannelName } from '../proof.ts';

type Detail = Channel['detail'];

/** Short ways to state what a channel says. `why` explains a disagreement or a silence in one sentence. */
export function agrees(channel: ChannelName, says: string | null, detail: Detail): Channel {
  return { channel, says, verdict: 'agrees', detail };
}

export function disagrees(
  channel: ChannelName,
  says: string | null,
  why: string,
  detail: Detail = {},
): Channel {
  return { channel, says, verdict: 'disagrees', detail: { why, ...detail } };
}

export function absent(channel: ChannelName, why: string, detail: Detail = {}): Channel {
  return { channel, says: null, verdict: 'absent', detail: { why, ...detail } };
}
