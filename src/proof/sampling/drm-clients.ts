import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readIfThere } from '../../system/files.ts';
import type { System } from '../../system/system.ts';

/** What one opened DRM client of a process has used so far (kernel documentation: drm-usage-stats). */
export type DrmClient = {
  readonly driver: string;
  /** PCI address, `0000:03:00.0`. */
  readonly pci: string;
  readonly client: string;
  /** Busy nanoseconds over all engines; null where the kernel keeps none (GuC submission on older i915). */
  readonly busyNs: number | null;
  /** xe: cycles used and cycles passed, for each engine class. */
  readonly cycles: Readonly<Record<string, { readonly used: number; readonly total: number }>>;
};

/** The DRM clients of `pids`, each once however often its descriptor was duplicated; null where none can be read. */
export async function drmClients(
  system: System,
  pids: readonly number[],
): Promise<readonly DrmClient[] | null> {
  const all = await Promise.all(pids.map((pid) => clientsOf(system, pid)));
  const readable = all.filter((each) => each !== null);
  if (readable.length === 0) return null;
  const clients = new Map(readable.flat().map((each) => [`${each.pci} ${each.client}`, each]));
  return [...clients.values()];
}

async function clientsOf(system: System, pid: number): Promise<readonly DrmClient[] | null> {
  const folder = join(system.root, 'proc', String(pid), 'fdinfo');
  const names = await readdir(folder).catch(() => null);
  if (names === null) return null;
  const texts = names.map((name) => readIfThere(join(folder, name)).catch(() => null));
  return (await Promise.all(texts)).flatMap((text) => parseFdinfo(text ?? ''));
}

/** One fdinfo file; an empty list for a descriptor that is no DRM client. */
export function parseFdinfo(text: string): readonly DrmClient[] {
  const fields = new Map(text.split('\n').flatMap(field));
  const [driver, pci] = [fields.get('drm-driver'), fields.get('drm-pdev')];
  if (driver === undefined || pci === undefined) return [];
  return [
    { driver, pci, client: fields.get('drm-client-id') ?? '?', busyNs: busy(fields), cycles: cycles(fields) },
  ];
}

function field(line: string): readonly (readonly [string, string])[] {
  const match = /^(drm-[\w-]+):\s*(.*?)\s*$/.exec(line);
  return match === null ? [] : [[match[1] ?? '', match[2] ?? '']];
}

function busy(fields: ReadonlyMap<string, string>): number | null {
  const engines = [...fields].filter(([key]) => /^drm-engine-(?!capacity-)/.test(key));
  if (engines.length === 0) return null;
  return engines.reduce((sum, [, value]) => sum + (Number.parseInt(value, 10) || 0), 0);
}

function cycles(fields: ReadonlyMap<string, string>): DrmClient['cycles'] {
  const classes = [...fields.keys()].flatMap((key) => /^drm-cycles-(.+)$/.exec(key)?.[1] ?? []);
  return Object.fromEntries(
    classes.map((name) => [
      name,
      { used: count(fields.get(`drm-cycles-${name}`)), total: count(fields.get(`drm-total-cycles-${name}`)) },
    ]),
  );
}

const count = (text: string | undefined) => Number.parseInt(text ?? '', 10) || 0;
