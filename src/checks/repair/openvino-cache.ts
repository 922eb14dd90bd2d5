import { realpath, rm } from 'node:fs/promises';
import { relative, sep } from 'node:path';
import { Failure } from '../../findings/failure.ts';
import { cacheFolders } from '../inspect.ts';
import type { Repair } from './repair.ts';

const GIGABYTE = 1024 ** 3;

/** Removes SD.Next's cache of compiled models. Only on request: it takes minutes to be made again. */
export const openvinoCache: Repair = {
  fixer: 'openvino-cache',
  plan: ({ dir, settings, cacheBytes }) => {
    if (cacheBytes === null) return null;
    const size = `${(cacheBytes / GIGABYTE).toFixed(1)} GB`;
    const detail = `remove ${cacheFolders(dir, settings).join(' and ')} (${size})`;
    return { fixer: 'openvino-cache', title: 'Cache', detail, undoable: false };
  },
  apply: async ({ dir, settings }) => {
    const folders = cacheFolders(dir, settings);
    for (const folder of folders) await requireInside(dir, folder);
    for (const folder of folders) await rm(folder, { recursive: true, force: true });
    return [];
  },
};

async function requireInside(dir: string, folder: string): Promise<void> {
  const real = await realpath(folder).catch(() => null);
  if (real === null) return;
  const inside = relative(await realpath(dir), real);
  if (inside !== '' && !inside.startsWith('..') && !inside.startsWith(sep)) return;
  throw new Failure({
    kind: 'refused',
    code: 'cache-elsewhere',
    found: `${folder} lies outside ${dir}; sdn removes nothing there.`,
    need: 'A cache folder in the checkout, or a hand that removes it.',
  });
}
