import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readIfThere } from '../../system/files.ts';
import type { System } from '../../system/system.ts';

/** How long the parts of one card have slept, by its driver's account; for the whole card, whoever uses it. */
export type CardResidency = {
  /** `0000:03:00.0` */
  readonly pci: string;
  readonly driver: string;
  /** Milliseconds that each GT has slept since the driver was loaded (i915: RC6, xe: GT idle); none on other drivers. */
  readonly idleMs: Readonly<Record<string, number>>;
  /** amdgpu: share of the last moment in which the card was busy, 0 to 100. */
  readonly busyPercent: number | null;
};

/** Every card in `/sys` that counts its sleep or its work, readable for everybody; null where none does (openvino.md 4.2). */
export async function cardResidency({ root, platform }: System): Promise<readonly CardResidency[] | null> {
  if (platform !== 'linux') return null;
  const folder = join(root, 'sys/class/drm');
  const names = (await readdir(folder).catch(() => [])).filter((name) => /^card\d+$/.test(name));
  const cards = await Promise.all(names.map((name) => residencyOf(join(folder, name))));
  const counting = cards.filter((card) => card !== null);
  return counting.length === 0 ? null : counting;
}

async function residencyOf(card: string): Promise<CardResidency | null> {
  const about = (await readIfThere(join(card, 'device/uevent')).catch(() => null)) ?? '';
  const pci = /^PCI_SLOT_NAME=(\S+)$/m.exec(about)?.[1];
  const driver = /^DRIVER=(\S+)$/m.exec(about)?.[1] ?? 'unknown';
  if (pci === undefined) return null;
  const idleMs = { ...(await sleepOfI915(card)), ...(await sleepOfXe(card)) };
  const busyPercent = await amount(join(card, 'device/gpu_busy_percent'));
  if (Object.keys(idleMs).length === 0 && busyPercent === null) return null;
  return { pci, driver, idleMs, busyPercent };
}

/** `gt/gt0/rc6_residency_ms`, one for each GT; kernels before 5.18 have one file for the card. */
async function sleepOfI915(card: string): Promise<Record<string, number>> {
  const ofEach = await sleepOf(join(card, 'gt'), 'rc6_residency_ms');
  if (Object.keys(ofEach).length > 0) return ofEach;
  const whole = await amount(join(card, 'power/rc6_residency_ms'));
  return whole === null ? {} : { gt0: whole };
}

/** `device/tile0/gt0/gtidle/idle_residency_ms`. */
async function sleepOfXe(card: string): Promise<Record<string, number>> {
  const tiles = (await readdir(join(card, 'device')).catch(() => [])).filter((name) =>
    /^tile\d+$/.test(name),
  );
  const each = tiles.map(async (tile) => {
    const sleep = await sleepOf(join(card, 'device', tile), 'gtidle/idle_residency_ms');
    return Object.entries(sleep).map(([gt, ms]) => [`${tile}.${gt}`, ms] as const);
  });
  return Object.fromEntries((await Promise.all(each)).flat());
}

async function sleepOf(folder: string, file: string): Promise<Record<string, number>> {
  const gts = (await readdir(folder).catch(() => [])).filter((name) => /^gt\d+$/.test(name));
  const each = gts.map(async (gt) => [gt, await amount(join(folder, gt, file))] as const);
  return Object.fromEntries((await Promise.all(each)).flatMap(([gt, ms]) => (ms === null ? [] : [[gt, ms]])));
}

async function amount(path: string): Promise<number | null> {
  const text = await readIfThere(path).catch(() => null);
  return text === null || !/^\d+\s*$/.test(text) ? null : Number(text);
}
