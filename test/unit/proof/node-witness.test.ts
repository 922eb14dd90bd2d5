import { spawnSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { ADDON, RECEIPT, runtimeFolder } from '../../../src/install/node-runtime/placed-runtime.ts';
import { loadOnce, nodeRuntime } from '../../../src/proof/node/node-runtime.ts';
import { askNode, compareWithNode } from '../../../src/proof/node/node-witness.ts';
import type { Proven } from '../../../src/proof/prove-environment.ts';
import type { System } from '../../../src/system/system.ts';
import { thisMachine } from '../../../src/system/this-machine.ts';

const path = (relative: string) => fileURLToPath(new URL(`../../../${relative}`, import.meta.url));
const PROVIDE = 'sdn install --use-openvino --with-node-runtime';
const PACKAGE = path('test/fixtures/openvino-node');

function machine(folder: string, lie = ''): System {
  const system = thisMachine(new AbortController().signal);
  const stand = { SDN_STAND_IN: lie, SDN_STAND_IN_OUTPUTS: path('test/fixtures/liars/outputs-small.bin') };
  return { ...system, env: { ...system.env, ...stand, SDN_OPENVINO_NODE: folder } };
}

const ask = (system: System) =>
  askNode({
    system,
    provide: PROVIDE,
    device: 'CPU',
    size: 'small',
    facts: null,
    pace: { loopSeconds: 0.2, timeoutMs: 20_000 },
  });

test('a sound run is reported and never proven, for it shows no operations', async () => {
  const { proven } = await ask(machine(PACKAGE));
  const [rung] = proven?.proof.rungs ?? [];
  expect(proven?.list.devices).toMatchObject([{ name: 'CPU', fullName: 'Stand-in CPU' }]);
  expect([rung?.engine, rung?.verdict, rung?.device]).toEqual(['node', 'reported', 'CPU']);
  expect(rung?.channels.find(({ channel }) => channel === 'numerics')?.verdict).toBe('agrees');
});

test.each([
  ['wrong numbers', 'wrong', 'failed'],
  ['a crash', 'crash', 'failed'],
])('%s through it is a failed run, not one of sdn', async (_name, lie, verdict) => {
  expect((await ask(machine(PACKAGE, lie))).proven?.proof.verdict).toBe(verdict);
});

test('without it, or with half of it, it is skipped with how to provide it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sdn node '));
  const absent = await ask(machine(folder));
  expect(absent).toMatchObject({ proven: null, findings: [{ status: 'skip' }] });
  expect(absent.findings[0]?.remedy?.commands).toEqual([PROVIDE]);
  await writeFile(join(folder, 'package.json'), '{}');
  expect((await nodeRuntime(machine(folder))).kind).toBe('half');
  const half = await ask(machine(folder));
  expect(half.findings[0]).toMatchObject({ status: 'skip', found: expect.stringContaining('native part') });
  expect(half.findings[0]?.remedy?.commands).toEqual([PROVIDE]);
  await rm(folder, { recursive: true });
});

test('the native part alone, where sdn put it, is asked as the package is; a damaged one is not', async () => {
  const cache = await mkdtemp(join(tmpdir(), 'sdn node '));
  const system = { ...machine(''), directories: { cache, state: cache } };
  const folder = runtimeFolder(system);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, ADDON), 'not a library');
  const about = {
    version: '2026.4.0',
    sha256: 'a'.repeat(64),
    checkedBy: 'nobody',
    at: '',
    files: { [ADDON]: 13 },
  };
  await writeFile(join(folder, RECEIPT), JSON.stringify({ schema: 'sdn.node-runtime/1', ...about }));
  expect(await nodeRuntime(system)).toMatchObject({ kind: 'present', module: join(folder, ADDON) });
  expect(await loadOnce(folder, system)).toMatch(
    /BindingAbsent: .*(?:file too short|invalid ELF header|not a valid)/,
  );
  await writeFile(join(folder, ADDON), 'longer than what was written down');
  expect(await nodeRuntime(system)).toMatchObject({ kind: 'half', why: expect.stringContaining(ADDON) });
  await rm(cache, { recursive: true });
});

test('in bfloat16, its own choice on some processors, it is held to bfloat16 and not to float32', async () => {
  const { proven } = await ask(machine(PACKAGE, 'bf16'));
  expect(proven?.proof.rungs[0]?.channels.find(({ channel }) => channel === 'numerics')).toMatchObject({
    verdict: 'agrees',
    detail: { precision: 'bf16' },
  });
});

test('one that cannot be loaded is skipped with its own words', async () => {
  const { proven, findings } = await ask(machine(PACKAGE, 'not-loadable'));
  expect([proven, findings[0]?.status]).toEqual([null, 'skip']);
  expect(findings[0]?.found).toContain('libopenvino.so.2640');
});

test('what it sees otherwise than the environment is a warning, and the same is not', async () => {
  const sound = (await ask(machine(PACKAGE))).proven;
  const others = await Promise.all(
    ['other-devices', 'wrong'].map(async (lie) => (await ask(machine(PACKAGE, lie))).proven),
  );
  const status = (proven: Proven | null) =>
    sound === null || proven === null ? null : compareWithNode(sound, proven).status;
  expect([status(sound), ...others.map(status)]).toEqual(['pass', 'warn', 'warn']);
});

test('the probe keeps to the declarations of openvino-node itself', async () => {
  const folder = await mkdtemp(path('test/unit/proof/.types-'));
  const check = (file: string) =>
    spawnSync(
      path('node_modules/.bin/tsc'),
      '--ignoreConfig --allowJs --checkJs --noEmit --strict --module nodenext --target esnext --types node'
        .split(' ')
        .concat(file),
      { encoding: 'utf8', shell: process.platform === 'win32' },
    );
  await cp(path('templates/probes/openvino_node.mjs'), join(folder, 'right.mjs'));
  const source = await readFile(join(folder, 'right.mjs'), 'utf8');
  await writeFile(join(folder, 'wrong.mjs'), source.replace('getOutputTensor()', 'get_output_tensor()'));
  const [right, wrong] = [check(join(folder, 'right.mjs')), check(join(folder, 'wrong.mjs'))];
  await rm(folder, { recursive: true });
  expect(right.stdout).toBe('');
  expect(wrong.stdout).toContain("'get_output_tensor' does not exist");
});
