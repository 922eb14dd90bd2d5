import type { Channel } from '../proof.ts';
import type { Watched } from '../sampling/watch.ts';
import { absent, agrees, disagrees } from './channel.ts';

/** openvino.md 4.3: at least half of the time spent inside inferences. */
const BUSY = 0.5;
const IDLE = 0.02;
/** Before the loop the child waits; what the NPU does then is somebody else's work. */
const QUIET = 0.3;

/** The NPU's own busy counter over the loop. It belongs to the whole device, not to the process. */
export function npuBusyChannel(watched: Watched | null, device: string): Channel {
  const [from, to] = [watched?.before.npuBusyUs ?? null, watched?.after.npuBusyUs ?? null];
  if (watched === null || from === null || to === null)
    return absent('npu-busy', 'The kernel keeps no busy time for an NPU here.');
  const share = (to - from) / ((watched.after.at - watched.before.at) * 1000);
  const atRest = shareAtRest(watched);
  const detail = { share: Number(share.toFixed(3)), ...(atRest === null ? {} : { atRest }) };
  if (share > 1.1 || share < 0)
    return absent('npu-busy', 'The counter does not fit the time that passed.', detail);
  if (share >= BUSY && (atRest ?? 0) > QUIET)
    return absent('npu-busy', 'The NPU was at work before the loop too; for whom cannot be told.', detail);
  if (share >= BUSY) return agrees('npu-busy', device, detail);
  if (share <= IDLE) return disagrees('npu-busy', null, 'The NPU was idle during the loop.', detail);
  return absent('npu-busy', `The NPU was busy for only ${Math.round(share * 100)} % of the loop.`, detail);
}

/** Share of the time just before the loop in which the NPU had work; null where nobody looked. */
function shareAtRest({ rest }: Watched): number | null {
  const [from, to] = [rest?.from.npuBusyUs ?? null, rest?.to.npuBusyUs ?? null];
  if (!rest || from === null || to === null) return null;
  return Number(((to - from) / ((rest.to.at - rest.from.at) * 1000)).toFixed(3));
}
