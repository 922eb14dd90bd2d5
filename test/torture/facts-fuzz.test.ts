import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { Failure } from '../../src/findings/failure.ts';
import { parseFacts } from '../../src/hardware/parse-facts.ts';
import type { Report } from '../../src/report/document.ts';
import { render } from '../../src/report/render.ts';
import { decide } from '../../src/variants/decide.ts';
import { VARIANTS } from '../../src/variants/decision.ts';
import { machine, machineNames } from '../unit/variants/machines.ts';

const SEED = Number(process.env.SDN_SEED ?? 20261123);
const IN_PROCESS = 100_000;
const REAL = 200;
const STYLE = { color: false, unicode: true, width: 80, verbose: true, quiet: false };
const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

/** A small generator of known quality (mulberry32): the same seed gives the same machines everywhere. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const NASTY: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1e308,
  -0.5,
  [],
  {},
  '',
  ' ',
  '\u001b[2J\u001b]0;x\u0007',
  '\u202egnp.exe',
  'a\nb\r\tc',
  '\u0000',
  'x'.repeat(4096),
  'x'.repeat(5000),
  ' '.repeat(4096),
  '9'.repeat(400),
  '580.95.05',
  '31.0.15.5222',
  '-1',
  '999999999999.1',
  'N/A',
  'ERR!',
  '12.',
  '..',
  '1e9',
  '10de',
  '1414',
  '0x8086',
  'zzzz',
  '0300',
  '0c03',
  '1200',
  'nvidia',
  'amd',
  'intel',
  'apple',
  'other',
  'linux',
  'win32',
  'darwin',
  'musl',
  'ia32',
  'arm64',
  'x64',
  'nouveau',
  'vfio-pci',
  'off',
  'gfx1100',
  'gfx906:sramecc+:xnack-',
  'gfx',
  'gfxffff',
  '8.6',
  '0.0',
  '99.9',
  'timeout',
  'denied',
  'garbage',
  '__proto__',
  'constructor',
  [[[[[[]]]]]],
  { a: { b: { c: 1 } } },
  [{ vendor: 'nvidia' }],
  { CUDA_VISIBLE_DEVICES: '0,1,-1,GPU-x' },
  { 'nvidia-smi': false },
  'absent',
  'enabled',
  '5.15.148-tegra',
  '/dev/dri/renderD128',
  'Unable to determine the device handle for GPU0000:01:00.0: GPU is lost.',
  2 ** 53,
  Number.MIN_VALUE,
];
const KEYS = [
  'vendor',
  'deviceId',
  'driverVersion',
  'computeCapability',
  'gfx',
  'kernelDriver',
  'pci',
  'pciClass',
  'vramBytes',
  'integrated',
  'present',
  'external',
  'power',
  'node',
  'access',
  'migMode',
  'migInstances',
  'limit',
  'name',
  'platform',
  'arch',
  'libc',
  'wsl',
  'container',
  'translated',
  'release',
  'version',
  'implementation',
  'status',
  'id',
  'detail',
  'gpus',
  'npus',
  'env',
  'tools',
  'runtimes',
  'probes',
  'python',
  'os',
  'schema',
  'CUDA_VISIBLE_DEVICES',
  'HIP_VISIBLE_DEVICES',
  'ONEAPI_DEVICE_SELECTOR',
  'rocm',
  '__proto__',
  'x\u001b[31m',
];

type Place = { readonly holder: Record<string, unknown>; readonly keys: readonly string[] };

function places(value: unknown): readonly Place[] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Record<string, unknown>;
  return [{ holder, keys: Object.keys(holder) }, ...Object.values(holder).flatMap(places)];
}

function generated(roll: () => number): string {
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(roll() * items.length)] as Item;
  const facts: unknown = structuredClone(machine(pick(machineNames)));
  for (let change = Math.floor(roll() * 5); change >= 0; change -= 1) {
    const { holder, keys } = pick(places(facts));
    const key = roll() < 0.6 && keys.length > 0 ? pick(keys) : pick(KEYS);
    if (roll() < 0.2) delete holder[key];
    else holder[key] = structuredClone(pick(NASTY));
  }
  return JSON.stringify(facts);
}

/** What the command does with a text, short of the process: the printed lines, or null for a usage error. */
function printed(text: string, roll: () => number): string | null {
  try {
    const facts = parseFacts(text, 'facts.json');
    const variant = roll() < 0.7 ? null : (VARIANTS[Math.floor(roll() * VARIANTS.length)] ?? null);
    const decision = decide(facts, { variant, index: null, torchSpec: null });
    const report = { command: 'detect', verdict: 'ready', facts, decision } as unknown as Report;
    return [...render(report, 'text', STYLE), ...render(report, 'json', STYLE)].join('\n');
  } catch (error) {
    if (error instanceof Failure && error.kind === 'usage' && !CONTROL.test(error.message)) return null;
    throw new Error(`seed ${SEED}: ${text}`, { cause: error });
  }
}

test(`${IN_PROCESS} generated facts are decided or refused, and print nothing that steers a terminal`, () => {
  const roll = dice(SEED);
  let decided = 0;
  for (let run = 0; run < IN_PROCESS; run += 1) {
    const text = generated(roll);
    const output = printed(text, roll);
    if (output === null) continue;
    decided += 1;
    if (CONTROL.test(output)) throw new Error(`seed ${SEED}: control characters from ${text}`);
  }
  console.log(`seed ${SEED}: ${decided} decided, ${IN_PROCESS - decided} refused`);
  expect(decided).toBeGreaterThan(IN_PROCESS / 4);
  expect(decided).toBeLessThan(IN_PROCESS);
});

const folder = mkdtempSync(join(tmpdir(), 'sdn-fuzz-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const SDN = fileURLToPath(new URL('../../bin/run.js', import.meta.url));

async function throughTheCommand(text: string, run: number): Promise<{ code: number; output: string }> {
  const file = join(folder, `${run}.json`);
  writeFileSync(file, text);
  const ended = await promisify(execFile)(
    process.execPath,
    [SDN, 'detect', '--from', file, ...(run % 2 === 0 ? ['--json'] : [])],
    {
      env: { PATH: '/usr/bin:/bin', HOME: folder, LANG: 'C.UTF-8' },
      maxBuffer: 64 * 1024 * 1024,
    },
  ).catch((error: { code: number; stdout: string; stderr: string }) => error);
  return { code: 'code' in ended ? Number(ended.code) : 0, output: ended.stdout + ended.stderr };
}

const LITERALLY: readonly string[] = [
  '',
  'null',
  '[]',
  '{}',
  '{',
  '"x"',
  '1e999',
  `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
  '\u0000',
  '\ufeff{}',
  `{"schema":"sdn.facts/1","os":{"platform":"linux","arch":"x64"},"x":"${' '.repeat(1_000_000)}"}`,
];

test(`${REAL} of them through the real command end with a code that is theirs`, async () => {
  const roll = dice(SEED + 1);
  const texts = [...LITERALLY, ...Array.from({ length: REAL - LITERALLY.length }, () => generated(roll))];
  const counts = new Map<number, number>();
  for (const [run, text] of texts.entries()) {
    const { code, output } = await throughTheCommand(text, run);
    counts.set(code, (counts.get(code) ?? 0) + 1);
    expect([0, 2, 4, 5], `seed ${SEED + 1}, exit ${code}: ${text.slice(0, 2000)}\n${output}`).toContain(code);
    expect(CONTROL.test(output), `seed ${SEED + 1}: ${text.slice(0, 2000)}`).toBe(false);
  }
  console.log(`exit codes: ${[...counts].map(([code, count]) => `${code}: ${count}`).join(', ')}`);
});

/** The fastest of several runs: what the work costs when nothing else is in the way. */
function cost(text: string): number {
  const times = Array.from({ length: 7 }, () => {
    const started = performance.now();
    printed(text, () => 0);
    return performance.now() - started;
  });
  return Math.min(...times);
}

test.each(['amd-7900xtx-780m', 'nvidia-rtx4090-570', 'container-a770-not-passed'])(
  'eight times the input of %s costs about eight times the time',
  (name) => {
    const facts = machine(name);
    const gpu = { ...facts.gpus?.[0], name: ` ${'\t '.repeat(1000)}` };
    const of = (count: number) =>
      JSON.stringify({
        ...facts,
        gpus: Array.from({ length: count }, (_, at) => ({
          ...gpu,
          pci: `0000:${(at % 256).toString(16).padStart(2, '0')}:00.0`,
        })),
      });
    cost(of(32));
    const ratio = cost(of(256)) / cost(of(32));
    console.log(`8 times the devices: ${ratio.toFixed(1)} times the time`);
    expect(ratio).toBeLessThan(8 * 4);
  },
);
