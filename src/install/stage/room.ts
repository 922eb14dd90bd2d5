import { stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { LockedWheel } from '../../packages/uv/lock.ts';
import type { System } from '../../system/system.ts';
import type { Place } from '../environment/place.ts';
import { requireSpace } from './resources.ts';

/** Unpacked bytes per byte of wheel: torch 2.13.0+cpu 3.3, openvino 2026.2.1 3.2, numpy 4.0; measured 2026-11-23. */
const UNPACKED = 4;
/** Sizes that PyTorch's own index does not tell, in bytes, rounded up (2026-11). */
const LARGE_WHEELS: readonly (readonly [RegExp, number])[] = [
  [/torch-[^/]*(?:cpu|macosx)/i, 250e6],
  [/torch-[^/]*(?:cu|rocm|xpu)/i, 4e9],
  [/nvidia|rocm/i, 1e9],
];
const OTHER_WHEEL = 20e6;

/** Makes sure there is room for the downloads, the new environment, and the old one that stays until the end. */
export async function requireRoom(
  wheels: readonly LockedWheel[],
  place: Place,
  system: System,
): Promise<void> {
  const compressed = await downloadBytes(wheels);
  await requireSpace([
    { path: system.directories.cache, bytes: compressed, what: 'downloads' },
    { path: place.venv, bytes: compressed * UNPACKED, what: 'the new environment' },
  ]);
}

/** Bytes of these wheels, estimated where the index does not tell. */
export async function downloadBytes(wheels: readonly LockedWheel[]): Promise<number> {
  const sizes = await Promise.all(wheels.map(sizeOf));
  return sizes.reduce((sum, bytes) => sum + bytes, 0);
}

async function sizeOf({ bytes, url }: LockedWheel): Promise<number> {
  if (bytes !== null) return bytes;
  if (url.startsWith('file:')) return (await stat(fileURLToPath(url)).catch(() => null))?.size ?? OTHER_WHEEL;
  return LARGE_WHEELS.find(([pattern]) => pattern.test(url))?.[1] ?? OTHER_WHEEL;
}
