import { busyByCard } from '../channels/drm-fdinfo.ts';
import type { Timings } from '../proof.ts';
import type { RuntimeReply } from '../replies/runtime-reply.ts';
import type { Beat } from '../sampling/beats.ts';
import type { Watched } from '../sampling/watch.ts';

type Activity = NonNullable<Timings['activity']>;

/** The device the counters are read for; `pci` is null where it is not known. */
export type Observed = { readonly device: string; readonly pci: string | null };

/** The share of time a device was busy between one look at its counters and the next; empty where none was seen. */
export function activityOf(
  watched: Watched | null,
  loop: RuntimeReply['loop'],
  observed: Observed,
): Activity {
  if (watched === null || loop === undefined) return [];
  const { before, after, beats = [] } = watched;
  const moments: readonly Beat[] = [before, ...beats.filter(({ at }) => at < after.at), after];
  const ends = cumulative(loop.latenciesMs, (after.at - before.at) / loop.wallMs);
  return moments.slice(1).flatMap((moment, index) => {
    const busy = busyBetween(moments[index] ?? before, moment, observed);
    const atMs = Math.round(moment.at - before.at);
    if (busy === null) return [];
    return [{ atMs, busy, inferences: ends.filter((end) => end <= moment.at - before.at + 1).length }];
  });
}

function busyBetween(from: Beat, to: Beat, { device, pci }: Observed): number | null {
  const ms = to.at - from.at;
  if (ms <= 0) return null;
  if (device.startsWith('NPU'))
    return from.npuBusyUs === null || to.npuBusyUs === null
      ? null
      : share((to.npuBusyUs - from.npuBusyUs) / (ms * 1000));
  if (device === 'CPU' || pci === null || from.drm === null || to.drm === null) return null;
  const busy = busyByCard(from.drm, to.drm, ms).get(pci);
  return busy === undefined ? null : share(busy);
}

const share = (value: number) => Number(Math.min(1, Math.max(0, value)).toFixed(3));

/** When each inference was over, on the clock outside; the time between inferences is spread evenly. */
function cumulative(latenciesMs: readonly number[], stretch: number): readonly number[] {
  const ends: number[] = [];
  for (const each of latenciesMs) ends.push((ends.at(-1) ?? 0) + each * stretch);
  return ends;
}
