import { execFileSync } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkWholeness } from '../../src/install/wholeness/wholeness.ts';
import { emptyFolder } from '../fixtures/environments/tiny.ts';
import { makeWheel, wheelName } from '../fixtures/environments/wheel.ts';
import {
  BIN,
  chance,
  changesOf,
  copyOf,
  dieAtProgram,
  inPairs,
  launch,
  type Program,
  removeBundles,
  report,
  SEED,
  steady,
  tracesIn,
} from './programs/torture.ts';

/** The real command line, over a folder of small wheels: uv, venv, files, import, swap, all as for a user. */
const INSTALL = ['--use-openvino', '--runtime-only', '--offline', '--no-verify'];
const PINNED = [
  ['openvino', '2026.2.1'],
  ['numpy', '2.1.2'],
] as const;
/** Taken from here only where uv's cache holds no real ones of a higher version. */
const SEED_PACKAGES = [
  ['pip', '26.0'],
  ['setuptools', '69.5.1'],
  ['wheel', '0.45.1'],
] as const;
const KILLS = 30;

let program: Program;
let wheels: Readonly<Record<'old' | 'new', string>>;
let model: string;
beforeAll(async () => {
  program = await dieAtProgram(BIN);
  wheels = { old: await wheelhouse('old'), new: await wheelhouse('new') };
  model = await emptyFolder('sdn-torture-');
  const { code, stderr } = await launch(
    program('install', ...INSTALL, '--find-links', wheels.old, '--dir', model),
  );
  if (code !== 0) throw new Error(stderr);
  // Without network, sdn would hold on to the builds that this names; here others are to take their place.
  await rm(join(model, 'sdn.lock'));
});
afterAll(removeBundles);

async function wheelhouse(build: string): Promise<string> {
  const folder = await emptyFolder('sdn-wheels-');
  for (const [name, version] of [...PINNED, ...SEED_PACKAGES]) {
    const files = { [`${name}/__init__.py`]: `BUILD = '${build}'\n\n\ndef main():\n    print(BUILD)\n` };
    const content = { name, version, files, scripts: { [`${name}-say`]: `${name}:main` } };
    await writeFile(join(folder, wheelName(content)), makeWheel(content));
  }
  return folder;
}

test('the real command, killed in the middle, leaves the old environment or the new one, whole', async () => {
  const random = chance(SEED + 6);
  const reinstall = (dir: string) =>
    program('reinstall', ...INSTALL, '--find-links', wheels.new, '--dir', dir);
  const changes = await changesOf(reinstall(await copyOf(model)));
  const renames = changes.flatMap((name, index) => (name.startsWith('rename') ? [index + 1, index + 2] : []));
  const failures: string[] = [];
  let killed = 0;
  const rounds = Array.from({ length: KILLS }, (_, index) => ({
    index,
    at: renames[index],
    ms: random() * 3_000,
  }));
  await inPairs(rounds, async ({ index, at, ms }) => {
    const dir = await copyOf(model);
    const wishes =
      at === undefined ? { killAfterMs: ms, aim: aimOf(index) } : { env: { DIE_AT: String(at) } };
    const { signal } = await launch(reinstall(dir), wishes);
    if (signal === 'SIGKILL') killed += 1;
    const wrong = await judge(dir, index);
    if (wrong.length > 0)
      failures.push(`${at === undefined ? `${ms} ms` : `change ${at}`}: ${wrong.join('; ')}`);
    await rm(dir, { recursive: true, force: true });
  });
  report('the real command', `${killed} kills in ${KILLS} rounds, seed ${SEED + 6}`, failures);
  expect(failures).toEqual([]);
});

/** Every other time only sdn itself dies, and uv goes on writing for a while. */
function aimOf(index: number): 'group' | 'process' {
  return index % 2 === 0 ? 'group' : 'process';
}

const NEXT = [
  { args: ['install', ...INSTALL], end: ['old', 'new'] },
  { args: ['reinstall', ...INSTALL], end: ['new'] },
  { args: ['clean-venv', '--yes'], end: ['nothing'] },
] as const;

async function judge(dir: string, index: number): Promise<readonly string[]> {
  const wrong: string[] = [];
  const after = await stateOf(dir);
  if (!['old', 'new'].includes(after)) wrong.push(`${after} after the kill`);
  const { args, end } = NEXT[index % NEXT.length] ?? NEXT[0];
  const sources = args[0] === 'clean-venv' ? [] : ['--find-links', wheels.new];
  const { code, stderr } = await launch(program(...args, ...sources, '--dir', dir));
  if (code !== 0) wrong.push(`${args[0]} ended with ${code}: ${stderr}`);
  const last = await stateOf(dir);
  if (!end.some((each) => each === last)) wrong.push(`${last} after ${args[0]}`);
  const traces = await tracesIn(dir);
  if (traces.length > 0) wrong.push(`left ${traces.join(', ')}`);
  return wrong;
}

async function stateOf(dir: string): Promise<string> {
  const venv = join(dir, 'venv');
  return steady(venv, async () => {
    try {
      return (await checkWholeness(venv)).whole ? oneAnswer(venv) : 'not whole';
    } catch (error) {
      return `broken: ${error}`;
    }
  });
}

/** What every console script and every import says of its build. */
function oneAnswer(venv: string): string {
  const say = (file: string, ...args: string[]) =>
    execFileSync(join(venv, 'bin', file), args, { encoding: 'utf8' }).trim();
  const answers = PINNED.flatMap(([name]) => [
    say(`${name}-say`),
    say('python', '-I', '-c', `import ${name}; print(${name}.BUILD)`),
  ]);
  return new Set(answers).size === 1 ? (answers[0] ?? 'silent') : `mixed: ${answers.join(', ')}`;
}

test('a folder that holds an interrupted first install gets a whole one by the same command', async () => {
  const random = chance(SEED + 7);
  const dir = await emptyFolder('sdn torture ü ');
  await mkdir(join(dir, 'models'));
  const install = program('install', ...INSTALL, '--find-links', wheels.new, '--dir', dir);
  for (let round = 0; round < 6; round += 1) await launch(install, { killAfterMs: 300 + random() * 2_000 });
  const { code, stderr } = await launch(install);
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  expect(await stateOf(dir)).toBe('new');
  expect(await tracesIn(dir)).toEqual(['models']);
});

test('the real command, cancelled at any moment, rolls back by itself and says so', async () => {
  const random = chance(SEED + 8);
  const rounds = Array.from({ length: 12 }, (_, index) => ({
    signal: (['SIGINT', 'SIGTERM', 'SIGHUP'] as const)[index % 3] ?? 'SIGINT',
    killAfterMs: 200 + random() * 2_300,
  }));
  const failures: string[] = [];
  let cancelled = 0;
  await inPairs(rounds, async ({ signal, killAfterMs }) => {
    const dir = await copyOf(model);
    const args = program('reinstall', ...INSTALL, '--find-links', wheels.new, '--dir', dir);
    const { code, stderr } = await launch(args, { signal, killAfterMs });
    const [state, traces] = [await stateOf(dir), await tracesIn(dir)];
    const told = signal === 'SIGINT' ? 130 : 143;
    if (code === told) cancelled += 1;
    const right = isRight(code, state, told);
    if (!right || traces.length > 0)
      failures.push(
        `${signal} after ${killAfterMs} ms: ${code}, ${state}, left ${traces.join(', ')}: ${stderr}`,
      );
    await rm(dir, { recursive: true, force: true });
  });
  report(
    'the real command, cancelled',
    `${cancelled} of ${rounds.length} in time, seed ${SEED + 8}`,
    failures,
  );
  expect(failures).toEqual([]);
});

/** Null: it came before Node had read the program, or while the finished one said goodbye, and ended it as signals do. */
function isRight(code: number | null, state: string, told: number): boolean {
  if (code === null) return ['old', 'new'].includes(state);
  return code === 0 ? state === 'new' : code === told && state === 'old';
}
