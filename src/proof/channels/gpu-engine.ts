import type { Channel } from '../proof.ts';
import type { EngineUse } from '../sampling/gpu-engines.ts';
import type { Watched } from '../sampling/watch.ts';
import { absent, agrees, disagrees } from './channel.ts';

/** A device that works on the loop is busy for at least this share of it. */
const BUSY = 0.3;

/**
 * Windows' counters of the child's own use of each adapter. An idle adapter is no objection here: instances come late,
 * and what an engine is called differs between drivers. Work on another adapter is one.
 */
export function gpuEngineChannel(watched: Watched | null, device: string, luid: string | null): Channel {
  const name = 'gpu-engine';
  const [before, after] = [watched?.before.gpuEngines ?? null, watched?.after.gpuEngines ?? null];
  if (watched === null || before === null || after === null)
    return absent(name, 'There are no GPU Engine counters here.');
  if (luid === null) return absent(name, 'OpenVINO does not say which adapter the device is.');
  const busy = busyByAdapter(
    before,
    after.filter(({ pid }) => watched.after.pids.includes(pid)),
  );
  const shares = { busyShare: Object.fromEntries(busy), luid };
  const [elsewhere] = [...busy].filter(([adapter, share]) => adapter !== luid && share >= BUSY);
  if ((busy.get(luid) ?? 0) >= BUSY) return agrees(name, device, shares);
  if (elsewhere !== undefined)
    return disagrees(
      name,
      elsewhere[0],
      `The work was done by the adapter ${elsewhere[0]}, not by ${luid}.`,
      shares,
    );
  return absent(name, 'The counters show no work of this process.', shares);
}

/** The busiest engine of each adapter, as a share of the time between the two looks by the counters' own clock. */
function busyByAdapter(before: readonly EngineUse[], after: readonly EngineUse[]): Map<string, number> {
  const shares = new Map<string, number>();
  const start = Math.max(0, ...before.map(({ clock }) => clock));
  for (const use of after) {
    const earlier = before.find(({ instance }) => instance === use.instance)?.running ?? 0;
    const share = start > 0 && use.clock > start ? (use.running - earlier) / (use.clock - start) : 0;
    const known = shares.get(use.luid) ?? 0;
    shares.set(use.luid, Math.max(known, Number(Math.min(1, Math.max(0, share)).toFixed(3))));
  }
  return shares;
}
