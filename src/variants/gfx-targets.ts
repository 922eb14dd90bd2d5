import table from '../../templates/tables/gfx-targets.json' with { type: 'json' };
import rocm from '../../templates/tables/rocm-indexes.json' with { type: 'json' };
import { compareVersions } from './version.ts';

export type GfxTarget = (typeof table.rows)[number];
export type RocmIndex = (typeof rocm.rows)[number];

export function gfxTargetOf(gfx: string | null): GfxTarget | null {
  return table.rows.find((row) => row.gfx === gfx) ?? null;
}

/**
 * The newest index that carries this target and is not newer than the ROCm of the system.
 * Where the system's ROCm is older than any of them, or not there, the newest: wheels bring their own runtime.
 */
export function rocmIndexFor(target: GfxTarget, systemRocm: string | null): RocmIndex | null {
  const carried = indexesFor(target);
  const fitting = carried.filter(
    (row) => systemRocm !== null && compareVersions(row.rocm, majorMinor(systemRocm)) <= 0,
  );
  return fitting.at(-1) ?? carried.at(-1) ?? null;
}

export function rocmIndexOf(label: string): RocmIndex | null {
  return rocm.rows.find((row) => row.label === label) ?? null;
}

/** Indexes with kernels for this target, oldest first. */
export function indexesFor({ first, last }: GfxTarget): readonly RocmIndex[] {
  const from = rocm.rows.findIndex((row) => row.label === first);
  const to = rocm.rows.findIndex((row) => row.label === last);
  return from === -1 ? [] : rocm.rows.slice(from, to + 1);
}

function majorMinor(version: string): string {
  return version.split('.').slice(0, 2).join('.');
}
