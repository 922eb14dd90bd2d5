import amdChips from '../../templates/tables/amd-chips.json' with { type: 'json' };
import intelChips from '../../templates/tables/intel-chips.json' with { type: 'json' };
import nvidiaChips from '../../templates/tables/nvidia-chips.json' with { type: 'json' };
import nvidiaNames from '../../templates/tables/nvidia-names.json' with { type: 'json' };

type Range = { readonly from: string; readonly to: string };

/** The compute capability of an NVIDIA card ("8.6") from its PCI device id or, failing that, its name. */
export function capabilityOf(deviceId: string | null, name: string | null): string | null {
  return rowOf(nvidiaChips.rows, deviceId)?.computeCapability ?? capabilityOfName(name);
}

/** True for NVIDIA graphics on one chip with the processor, sharing its memory: GB10, Thor, Orin. */
export function isOnChip(deviceId: string | null, name: string | null): boolean {
  const row = rowOf(nvidiaChips.rows, deviceId);
  return row?.integrated ?? /\b(?:GB10|Thor|Orin|Xavier|Tegra)\b/i.test(name ?? '');
}

/** The gfx target of an AMD device ("gfx1100") from its PCI device id. */
export function gfxOf(deviceId: string | null): string | null {
  return rowOf(amdChips.rows, deviceId)?.gfx ?? null;
}

/** What is known about an Intel display device; null for one no table names. */
export function intelChipOf(deviceId: string | null): (typeof intelChips.rows)[number] | null {
  return rowOf(intelChips.rows, deviceId) ?? null;
}

function capabilityOfName(name: string | null): string | null {
  if (name === null) return null;
  const row = nvidiaNames.rows.find(({ pattern }) => new RegExp(pattern, 'i').test(name));
  return row?.computeCapability ?? null;
}

function rowOf<Row extends Range>(rows: readonly Row[], deviceId: string | null): Row | undefined {
  const id = hexOf(deviceId);
  if (id === null) return undefined;
  return rows.find(({ from, to }) => Number.parseInt(from, 16) <= id && id <= Number.parseInt(to, 16));
}

/** `2489` and `0x2489` are the same device. */
function hexOf(deviceId: string | null): number | null {
  const digits = /^(?:0x)?([0-9a-f]{1,4})$/i.exec(deviceId?.trim() ?? '')?.[1];
  return digits === undefined ? null : Number.parseInt(digits, 16);
}
