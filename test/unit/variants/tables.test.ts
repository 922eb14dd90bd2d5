import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { chooseCudaIndex } from '../../../src/variants/cuda-index.ts';
import { decide } from '../../../src/variants/decide.ts';
import { VARIANTS } from '../../../src/variants/decision.ts';
import { compareVersions } from '../../../src/variants/version.ts';
import { machine, machineNames } from './machines.ts';

const version = v.pipe(v.string(), v.regex(/^\d+(?:\.\d+)*$/));
const release = v.pipe(v.string(), v.regex(/^\d+\.\d+\.\d+$/));
const capability = v.pipe(v.string(), v.regex(/^\d{1,2}\.\d$/));
const gfx = v.pipe(v.string(), v.regex(/^gfx[0-9a-f]{3,4}$/));
const id = v.pipe(v.string(), v.regex(/^[0-9a-f]{4}$/));
const said = { source: v.pipe(v.string(), v.minLength(10)), date: v.pipe(v.string(), v.isoDate()) };
const range = { from: id, to: id };
const bySystem = <Value extends v.GenericSchema>(value: Value) =>
  v.strictObject({ linux: value, win32: value });
const label = v.pipe(v.string(), v.regex(/^(?:cu\d{3}|rocm[\d.]+|xpu|cpu|pypi)$/));
const hosts = v.pipe(
  v.array(v.picklist(['linux-x64', 'linux-arm64', 'win32-x64', 'win32-arm64', 'darwin-x64', 'darwin-arm64'])),
  v.minLength(1),
);
const local = v.nullable(v.pipe(v.string(), v.regex(/^\d+\.\d+\.\d+(?:\+\w[\w.]*)?$/)));

const TABLES = {
  'amd-chips': v.strictObject({ ...range, gfx, ...said }),
  'cuda-indexes': v.strictObject({
    label,
    superseded: v.boolean(),
    releases: bySystem(v.pipe(v.array(release), v.minLength(1))),
    kernels: v.strictObject({ x64: v.pipe(v.array(capability), v.minLength(1)), arm64: v.array(capability) }),
    ptx: bySystem(v.nullable(capability)),
    floor: bySystem(version),
    blackwellFloor: v.nullable(version),
    ...said,
  }),
  'gfx-targets': v.strictObject({
    gfx,
    first: v.nullable(label),
    last: v.nullable(label),
    override: v.nullable(version),
    choice: v.picklist(['auto', 'asked', 'never']),
    windowsFamily: v.nullable(v.string()),
    integrated: v.boolean(),
    ...said,
  }),
  'ignored-vendors': v.strictObject({ vendorId: id, who: v.string(), ...said }),
  'intel-chips': v.strictObject({
    ...range,
    chip: v.string(),
    xpu: v.boolean(),
    discrete: v.boolean(),
    ...said,
  }),
  'nvidia-chips': v.strictObject({
    ...range,
    chip: v.string(),
    computeCapability: capability,
    integrated: v.optional(v.literal(true)),
    ...said,
  }),
  'nvidia-names': v.strictObject({ pattern: v.string(), computeCapability: capability, ...said }),
  pins: v.strictObject({
    variant: v.picklist(VARIANTS),
    hosts,
    index: v.nullable(label),
    indexUrl: v.nullable(v.pipe(v.string(), v.url())),
    indexKind: v.picklist(['only', 'extra']),
    torch: local,
    torchvision: local,
    packages: v.array(v.string()),
    python: v.strictTuple([version, version]),
    ...said,
  }),
  'rocm-indexes': v.strictObject({ label, rocm: version, torch: release, ...said }),
  'torch-releases': v.strictObject({
    torch: release,
    torchvision: release,
    python: v.strictTuple([version, version]),
    ...said,
  }),
} as const;

type Row = Record<string, never>;

function rowsOf(table: string): readonly Row[] {
  return JSON.parse(readFileSync(new URL(`../../../templates/tables/${table}.json`, import.meta.url), 'utf8'))
    .rows;
}

test.each(Object.entries(TABLES))('every row of %s has its shape, a source and a date', (table, schema) => {
  for (const row of rowsOf(table))
    expect(v.safeParse(schema as v.GenericSchema, row).issues, JSON.stringify(row)).toBe(undefined);
});

test.each(['amd-chips', 'intel-chips', 'nvidia-chips'])(
  'ranges of %s run upwards and do not overlap',
  (table) => {
    const rows = rowsOf(table).toSorted(
      (a, b) => Number.parseInt(a.from ?? '', 16) - Number.parseInt(b.from ?? '', 16),
    );
    rows.forEach(({ from = '', to = '' }: { from?: string; to?: string }, at) => {
      expect(Number.parseInt(from, 16)).toBeLessThanOrEqual(Number.parseInt(to, 16));
      const next = rows[at + 1];
      if (next !== undefined)
        expect(Number.parseInt(to, 16), `${from}-${to}`).toBeLessThan(Number.parseInt(next.from ?? '', 16));
    });
  },
);

test('tables name each other by names that exist', () => {
  const rocm = rowsOf('rocm-indexes').map((row) => row.label);
  const releases = rowsOf('torch-releases').map((row) => row.torch);
  const targets = rowsOf('gfx-targets').map((row) => row.gfx);
  for (const row of rowsOf('gfx-targets'))
    for (const name of [row.first, row.last]) if (name !== null) expect(rocm).toContain(name);
  for (const row of rowsOf('rocm-indexes')) expect(releases).toContain(row.torch);
  for (const row of rowsOf('amd-chips')) expect(targets).toContain(row.gfx);
  for (const row of rowsOf('cuda-indexes'))
    for (const each of (row as unknown as { releases: { linux: string[] } }).releases.linux)
      expect(releases).toContain(each);
});

test('every target is what some chip is, and every chip has an answer', () => {
  const chips = new Set<unknown>(rowsOf('amd-chips').map((row) => row.gfx));
  expect(
    rowsOf('gfx-targets')
      .map((row) => row.gfx)
      .filter((name) => !chips.has(name)),
  ).toEqual(['gfx909']);
});

test('every variant has a pin, and no host two of one variant', () => {
  expect([...new Set(rowsOf('pins').map((row) => String(row.variant)))].toSorted()).toEqual(
    [...VARIANTS].toSorted(),
  );
  const pairs = rowsOf('pins').flatMap((row) =>
    [...(row.hosts as unknown as string[])].map((host) => `${row.variant} ${host}`),
  );
  expect(new Set(pairs).size).toBe(pairs.length);
});

test('no CUDA index is beyond reach, and no capability of the tables without an answer', () => {
  const host = (platform: 'linux' | 'win32', arch: 'x64' | 'arm64') => ({
    platform,
    arch,
    wsl: false,
    container: false,
  });
  const hosts = [host('linux', 'x64'), host('win32', 'x64'), host('linux', 'arm64')];
  const capabilities = [
    ...new Set([...rowsOf('nvidia-chips').map((row) => String(row.computeCapability)), '13.0']),
  ];
  const drivers = ['440.33', '452.39', '470.256', '530.41', '551.61', '570.10', '575.57', '580.65', '610.43'];
  const reached = new Set<string>();
  for (const each of hosts)
    for (const capability of capabilities)
      for (const driver of drivers) {
        const choice = chooseCudaIndex({ capabilities: [capability], driver, host: each });
        if (choice !== null) reached.add(choice.index.label);
      }
  // cu121, cu124 and cu130 stand for what users name: an index with a newer torch and the same floor always goes first.
  expect([...reached].toSorted()).toEqual(['cu118', 'cu126', 'cu128', 'cu129', 'cu132']);
  expect(
    capabilities
      .filter((each) => compareVersions(each, '3.7') >= 0)
      .filter((each) =>
        hosts.every((here) => chooseCudaIndex({ capabilities: [each], driver: null, host: here }) === null),
      ),
  ).toEqual([]);
});

test('every target of the tables is met by its own kind of answer on Linux', () => {
  const answer = (name: string) =>
    decide(
      { schema: 'sdn.facts/1', os: { platform: 'linux', arch: 'x64' }, gpus: [{ vendor: 'amd', gfx: name }] },
      { variant: null, index: null, torchSpec: null },
    );
  for (const row of rowsOf('gfx-targets')) {
    const { variant, index, env } = answer(String(row.gfx));
    const chosen = String(row.choice) === 'auto';
    expect([row.gfx, variant, index, env.HSA_OVERRIDE_GFX_VERSION ?? null]).toEqual([
      row.gfx,
      chosen ? 'rocm' : 'cpu',
      chosen ? row.last : 'cpu',
      chosen ? row.override : null,
    ]);
  }
});

test('the machines speak of every vendor, system and architecture that facts can name', () => {
  const seen = new Set(
    machineNames.flatMap((name) => {
      const { os, gpus } = machine(name);
      return [os.platform, os.arch, ...(gpus ?? []).map(({ vendor }) => vendor)];
    }),
  );
  expect([...seen].toSorted()).toEqual([
    'amd',
    'apple',
    'arm64',
    'darwin',
    'ia32',
    'intel',
    'linux',
    'nvidia',
    'other',
    'win32',
    'x64',
  ]);
});
