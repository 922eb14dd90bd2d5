import type { Channel } from '../proof.ts';
import type { CardResidency } from '../sampling/card-residency.ts';
import type { Moment, Watched } from '../sampling/watch.ts';
import { absent, agrees, disagrees } from './channel.ts';

/** A card that works on the loop; drivers wake it a little longer than it works (openvino.md 4.2). */
const BUSY = 0.5;
const IDLE = 0.05;
/** Before the loop the child waits. A counter that shows much work then counts somebody else's, or nothing at all. */
const QUIET = 0.3;

/**
 * Whether the card slept while nobody asked it for anything and was awake during the loop. It belongs to the whole card,
 * so that it speaks against a claim by itself, and for one only together with what the process alone leaves behind.
 */
export function sysfsResidencyChannel(watched: Watched | null, device: string, pci: string | null): Channel {
  const name = 'sysfs-residency';
  if (watched === null) return absent(name, 'The loop was not observed.');
  const rest = watched.rest ?? null;
  if (rest === null || pci === null)
    return absent(name, 'No card here counts its sleep, or it is not known which.');
  const before = busyShares(rest.from, rest.to, pci);
  if (before === null) return absent(name, `The card ${pci} does not count its sleep.`);
  const moments = [watched.before, ...(watched.beats ?? []), watched.after];
  const quiet = Object.keys(before).filter((part) => (before[part] ?? 1) <= QUIET);
  const busy = busiest(moments, quiet, pci);
  const detail = { pci, atRest: before, inLoop: busy };
  if (quiet.length === 0 || busy === null)
    return absent(
      name,
      `The card ${pci} was awake before the loop too; for whom it worked cannot be told.`,
      detail,
    );
  if (busy >= BUSY) return agrees(name, device, detail);
  if (busy <= IDLE) return disagrees(name, null, `The card ${pci} slept during the loop.`, detail);
  return absent(name, `The card ${pci} was awake for only ${Math.round(busy * 100)} % of the loop.`, detail);
}

/** Share of the time between two moments in which each part of a card was awake; null where it does not count. */
function busyShares(from: Moment, to: Moment, pci: string): Readonly<Record<string, number>> | null {
  const [earlier, later] = [cardIn(from, pci), cardIn(to, pci)];
  const ms = to.at - from.at;
  if (earlier === null || later === null || ms <= 0) return null;
  const gts = Object.entries(later.idleMs).flatMap(([gt, slept]) => {
    const before = earlier.idleMs[gt];
    return before === undefined ? [] : [[gt, awake((slept - before) / ms)] as const];
  });
  const whole = later.busyPercent === null ? [] : [['gpu', later.busyPercent / 100] as const];
  return gts.length + whole.length === 0 ? null : Object.fromEntries([...gts, ...whole]);
}

/** Counters that run backwards, or faster than time, count no sleep that could be believed. */
function awake(slept: number): number {
  return slept < 0 || slept > 1.1 ? 1 : Number(Math.max(0, 1 - slept).toFixed(3));
}

/** The busiest of the parts that were at rest before: by their counters over the loop, or by the mean of what was seen. */
function busiest(moments: readonly Moment[], parts: readonly string[], pci: string): number | null {
  const [first, last] = [moments.at(0), moments.at(-1)];
  if (first === undefined || last === undefined) return null;
  const counted = busyShares(first, last, pci);
  const seen = moments.slice(1).flatMap((each) => cardIn(each, pci)?.busyPercent ?? []);
  const mean = seen.length === 0 ? null : seen.reduce((sum, each) => sum + each, 0) / seen.length / 100;
  const shares = parts.flatMap((part) => (part === 'gpu' ? mean : counted?.[part]) ?? []);
  return shares.length === 0 ? null : Number(Math.max(...shares).toFixed(3));
}

function cardIn({ cards }: Moment, pci: string): CardResidency | null {
  return (cards ?? []).find((card) => card.pci === pci) ?? null;
}
