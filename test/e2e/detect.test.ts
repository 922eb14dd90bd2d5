import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { parseFacts } from '../../src/hardware/parse-facts.ts';
import { expectations } from '../unit/variants/machines.ts';

const SDN = fileURLToPath(new URL('../../bin/run.js', import.meta.url));
const MACHINES = fileURLToPath(new URL('../fixtures/machines/', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'sdn-detect-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Ending = { readonly code: number; readonly stdout: string; readonly stderr: string };

async function sdn(...args: readonly string[]): Promise<Ending> {
  const env = { PATH: '/usr/bin:/bin', HOME: folder, LANG: 'C.UTF-8', COLUMNS: '80' };
  const ended = await promisify(execFile)(process.execPath, [SDN, 'detect', ...args], {
    env,
    cwd: folder,
  }).catch((error: Ending) => error);
  return { code: 'code' in ended ? Number(ended.code) : 0, stdout: ended.stdout, stderr: ended.stderr };
}

const from = (name: string) => ['--from', `${MACHINES}${name.split('@')[0]}.json`];

/** One machine of every exit code and kind of answer; the decision itself is held to all of them in the unit tests. */
const CHOSEN = [
  'nvidia-rtx3060-laptop-550',
  'amd-6600-raphael',
  'mac-m1-rosetta',
  'win-7900xtx',
  'nvidia-rtx5080-565',
  'alpine-rtx3060',
  'unknown-everything',
  'win-access-denied',
  'vm-no-gpu@mps',
  'amd-780m@rocm',
];
const chosen = expectations.filter(([name]) => CHOSEN.includes(name));

test.each(chosen)('%s replayed by the command', async (name, expected) => {
  const asked = expected.request === null ? [] : [`--use-${expected.request}`];
  const { code, stdout } = await sdn(...from(name), '--json', ...asked);
  const { facts, decision, exitCode } = JSON.parse(stdout);
  expect([code, exitCode]).toEqual([expected.exit, expected.exit]);
  expect([decision.variant, decision.index, decision.env]).toEqual([
    expected.variant,
    expected.index,
    expected.env,
  ]);
  expect(decision.problems.map((problem: { code: string }) => problem.code).toSorted()).toEqual(
    expected.problems,
  );
  expect(facts).toEqual(parseFacts(JSON.stringify(facts), 'facts'));
});

test('nothing of this machine leaks into the replay of another', async () => {
  const { stdout } = await sdn(...from('win-7900xtx'), '--json');
  const { facts } = JSON.parse(stdout);
  expect(facts).toMatchObject({ os: { platform: 'win32', name: 'Windows 11 Pro' }, npus: [] });
  expect(facts).not.toHaveProperty('cpu');
  expect(facts).not.toHaveProperty('memory');
});

test('what detect prints about this machine replays to the same decision', async () => {
  const live = await sdn('--json');
  const file = join(folder, 'here.json');
  writeFileSync(file, live.stdout);
  const again = await sdn('--from', file, '--json');
  expect(JSON.parse(again.stdout).decision).toEqual(JSON.parse(live.stdout).decision);
  expect(again.code).toBe(live.code);
});

test('a file that is not facts is a usage error that names the field', async () => {
  const file = join(folder, 'bad.json');
  writeFileSync(
    file,
    JSON.stringify({
      schema: 'sdn.facts/1',
      os: { platform: 'linux', arch: 'x64' },
      gpus: [{ vendor: 'amd' }, { vendor: 'nvida' }],
    }),
  );
  const { code, stdout } = await sdn('--from', file, '--json');
  expect(code).toBe(2);
  expect(JSON.parse(stdout).error).toMatchObject({
    code: 'bad-facts',
    exit: 2,
    message: expect.stringContaining('gpus[1].vendor'),
  });
  for (const path of [join(folder, 'missing.json'), folder, '/dev/zero'])
    expect((await sdn('--from', path)).code).toBe(2);
});

test.each([
  [['--use-cuda', '--use-rocm'], 'two-variants'],
  [['--index', 'cu1266'], 'unknown-index'],
  [['--use-rocm', '--index', 'cu126'], 'index-of-another-variant'],
])('%j is a usage error', async (flags, errorCode) => {
  const { code, stdout } = await sdn(...from('vm-no-gpu'), '--json', ...flags);
  expect([code, JSON.parse(stdout).error.code]).toEqual([2, errorCode]);
});

test('xpu answers to the name that SD.Next has for it', async () => {
  const { stdout } = await sdn(...from('vm-no-gpu'), '--json', '--use-ipex');
  expect(JSON.parse(stdout).decision.variant).toBe('xpu');
});

test('the last line of the text is the command that follows', async () => {
  const { stdout } = await sdn(...from('nvidia-rtx3060-580'), '--index', 'cu126');
  expect(stdout.trimEnd().split('\n').at(-1)).toBe('Next    sdn install --index cu126');
});
