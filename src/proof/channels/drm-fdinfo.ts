import type { Channel } from '../proof.ts';
import type { DrmClient } from '../sampling/drm-clients.ts';
import type { Watched } from '../sampling/watch.ts';
import { absent, agrees, disagrees } from './channel.ts';

/** A device that works on the loop is busy for at least this share of it; one that only holds memory is not. */
const BUSY = 0.3;
const IDLE = 0.02;

/** Kernel counters of the child's own use of each graphics card. `pci`: address of the card that was asked for. */
export function drmFdinfoChannel(watched: Watched | null, device: string, pci: string | null): Channel {
  const name = 'drm-fdinfo';
  if (watched === null) return absent(name, 'The loop was not observed.');
  const { before, after } = watched;
  if (before.drm === null || after.drm === null) return absent(name, 'The descriptors cannot be read here.');
  const known = after.drm.filter(counted);
  if (known.length === 0) return absent(name, 'The kernel keeps no busy time for this process.');
  if (pci === null) return absent(name, 'OpenVINO does not say which card the device is.');
  const busy = busyByCard(before.drm, known, after.at - before.at);
  const here = busy.get(pci) ?? 0;
  const [elsewhere] = [...busy].filter(([card, share]) => card !== pci && share >= BUSY);
  const detail = { pci, busy: Object.fromEntries(busy) };
  if (elsewhere !== undefined)
    return disagrees(
      name,
      elsewhere[0],
      `The work was done by the card ${elsewhere[0]}, not by ${pci}.`,
      detail,
    );
  if (here >= BUSY) return agrees(name, device, detail);
  if (here <= IDLE) return disagrees(name, null, `The card ${pci} was idle during the loop.`, detail);
  return absent(name, `The card ${pci} was busy for only ${Math.round(here * 100)} % of the loop.`, detail);
}

const counted = (client: DrmClient) => client.busyNs !== null || Object.keys(client.cycles).length > 0;

/** Busy share of the loop for each PCI address, over all clients of the child. */
export function busyByCard(
  before: readonly DrmClient[],
  after: readonly DrmClient[],
  wallMs: number,
): Map<string, number> {
  const shares = new Map<string, number>();
  for (const client of after) {
    const earlier = before.find((each) => each.pci === client.pci && each.client === client.client);
    const share = Number(busyShare(earlier, client, wallMs).toFixed(3));
    shares.set(client.pci, (shares.get(client.pci) ?? 0) + share);
  }
  return shares;
}

/** Readings need not be monotonic (kernel documentation): a step backwards counts as none. */
function busyShare(before: DrmClient | undefined, after: DrmClient, wallMs: number): number {
  const ns = Math.max(0, (after.busyNs ?? 0) - (before?.busyNs ?? 0));
  const byCycles = Object.entries(after.cycles).map(([engine, { used, total }]) => {
    const earlier = before?.cycles[engine] ?? { used: 0, total: 0 };
    const passed = total - earlier.total;
    return passed > 0 ? Math.max(0, used - earlier.used) / passed : 0;
  });
  return Math.max(ns / (wallMs * 1e6), ...byCycles, 0);
}
