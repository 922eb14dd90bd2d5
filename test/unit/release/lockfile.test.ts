import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';

const Entry = v.object({
  version: v.optional(v.string()),
  integrity: v.optional(v.string()),
  resolved: v.optional(v.string()),
  link: v.optional(v.boolean()),
  os: v.optional(v.union([v.string(), v.array(v.string())])),
  optionalDependencies: v.optional(v.record(v.string(), v.string())),
});
const Lock = v.object({ packages: v.record(v.string(), Entry) });

const text = readFileSync(new URL('../../../package-lock.json', import.meta.url), 'utf8');
const { packages } = v.parse(Lock, JSON.parse(text));
const parents = Object.entries(packages).filter(([, { optionalDependencies }]) => optionalDependencies);

/** Where npm would find `name` from the package at `path`: its own folder first, then outwards. */
function locked(path: string, name: string): v.InferOutput<typeof Entry> | null {
  const entry = packages[`${path === '' ? '' : `${path}/`}node_modules/${name}`];
  if (entry !== undefined) return entry;
  if (path === '') return null;
  return locked(path.slice(0, Math.max(0, path.lastIndexOf('node_modules/') - 1)), name);
}

describe('the lockfile serves Windows and macOS as well as the machine it was written on', () => {
  test.each(parents)('%s has every one of its platform packages locked', (path, { optionalDependencies }) => {
    const missing = Object.keys(optionalDependencies ?? {}).filter((name) => locked(path, name) === null);
    expect(missing).toEqual([]);
  });

  test.each(['linux', 'darwin', 'win32'])('some packages are for %s', (platform) => {
    const own = Object.values(packages).filter(({ os }) => [os ?? []].flat().includes(platform));
    expect(own.length).toBeGreaterThan(5);
  });

  test('every locked package but our own folders carries its hash', () => {
    const bare = Object.entries(packages).filter(
      ([path, { integrity }]) => path.includes('node_modules/') && integrity === undefined,
    );
    expect(bare.filter(([, { link }]) => link !== true).map(([path]) => path)).toEqual([]);
  });

  test('no registry is named: each machine uses its own', () => {
    const named = Object.values(packages).filter(({ resolved }) => resolved?.includes('://'));
    expect(named).toEqual([]);
  });
});
