import type { SeenGpu } from './seen.ts';

/**
 * One list from what several probes saw of the same cards. The first list is what is there; the others add what
 * they know. A card is the same one by PCI address, else by device id, else by its place among its vendor's.
 */
export function mergeGpus(
  present: readonly SeenGpu[],
  ...witnesses: readonly (readonly SeenGpu[])[]
): SeenGpu[] {
  const merged = present.map((gpu) => ({ ...gpu }));
  for (const witness of witnesses) addWitness(merged, witness);
  return merged;
}

function addWitness(merged: SeenGpu[], witness: readonly SeenGpu[]): void {
  const taken = new Set<SeenGpu>();
  for (const seen of witness) {
    const free = merged.filter((gpu) => gpu.vendor === seen.vendor && !taken.has(gpu));
    const same = sameCard(free, seen);
    if (same === undefined) continue;
    taken.add(same);
    Object.assign(same, additions(same, seen));
  }
}

function sameCard(free: readonly SeenGpu[], seen: SeenGpu): SeenGpu | undefined {
  const byAddress = free.find(({ pci }) => pci && pci === seen.pci);
  if (byAddress !== undefined) return byAddress;
  const unplaced = free.filter(({ pci }) => !pci || !seen.pci);
  return (
    unplaced.find(({ deviceId }) => deviceId && deviceId === seen.deviceId) ??
    (seen.deviceId ? undefined : unplaced[0])
  );
}

/** Only what the card does not know yet. */
function additions(gpu: SeenGpu, seen: SeenGpu): Partial<SeenGpu> {
  const entries = Object.entries(seen).filter(
    ([key, value]) => value !== null && value !== undefined && (gpu[key] ?? null) === null,
  );
  return Object.fromEntries(entries);
}
