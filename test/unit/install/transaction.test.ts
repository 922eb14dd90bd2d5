import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { Failure } from '../../../src/findings/failure.ts';
import type { Place } from '../../../src/install/environment/place.ts';
import { type Replacement, replaceEnvironment } from '../../../src/install/transaction/transaction.ts';
import { askTiny, buildTiny, emptyFolder, machine } from '../../fixtures/environments/tiny.ts';

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

async function place(name = 'venv'): Promise<Place> {
  const dir = await emptyFolder('sdn transaction é-');
  folders.push(dir);
  return { dir, venv: join(dir, name) };
}

function replacement(where: Place, version: string, overrides: Partial<Replacement> = {}): Replacement {
  return {
    place: where,
    system: machine(),
    emit: () => undefined,
    command: 'sdn install --use-cpu',
    waitMs: 0,
    build: (stage) => buildTiny(stage, version),
    prove: async () => undefined,
    check: async (venv) => void askTiny(venv),
    ...overrides,
  };
}

async function replaced(...wish: Parameters<typeof replacement>) {
  const done = await replaceEnvironment(replacement(...wish));
  if (done === null) throw new Error('nothing was replaced');
  return done;
}

/** Names beside the environment, without the lock's last generation. */
async function traces(where: Place): Promise<readonly string[]> {
  const state = await readdir(join(where.dir, '.sdn'));
  const beside = (await readdir(where.dir)).filter((name) => name !== '.sdn');
  return [...beside, ...state.filter((name) => !/\.lock\.\d+$/.test(name))];
}

test('a first environment is put in place and nothing else remains', async () => {
  const where = await place();
  const { method, manifest } = await replaced(where, '1.0');
  expect(method).toBe('first');
  expect(manifest.installed[0]?.version).toBe('1.0');
  expect(askTiny(where.venv)).toBe('1.0');
  expect(await traces(where)).toEqual(['venv']);
});

test('the next one takes its place by exchange, and the old one is gone', async () => {
  const where = await place();
  await replaceEnvironment(replacement(where, '1.0'));
  const { method } = await replaced(where, '2.0');
  expect(method).toBe('exchange');
  expect(askTiny(where.venv)).toBe('2.0');
  expect(await traces(where)).toEqual(['venv']);
});

test.each(['build', 'prove', 'check'] as const)(
  'what %s throws leaves the old one in place',
  async (step) => {
    const where = await place();
    await replaceEnvironment(replacement(where, '1.0'));
    const boom = new Failure({ kind: 'childFailed', code: 'boom', found: 'boom' });
    const fail = async () => {
      throw boom;
    };
    await expect(replaceEnvironment(replacement(where, '2.0', { [step]: fail }))).rejects.toBe(boom);
    expect(askTiny(where.venv)).toBe('1.0');
    expect(await traces(where)).toEqual(['venv']);
  },
);

test.each(['build', 'prove', 'check'] as const)(
  'a first one that fails in %s leaves nothing',
  async (step) => {
    const where = await place();
    const fail = async () => {
      throw new Error('boom');
    };
    await expect(replaceEnvironment(replacement(where, '1.0', { [step]: fail }))).rejects.toThrow('boom');
    expect(await traces(where)).toEqual([]);
  },
);

test.each(['build', 'prove', 'check'] as const)('a stop during %s is undone and says so', async (step) => {
  const where = await place();
  await replaceEnvironment(replacement(where, '1.0'));
  const stop = new AbortController();
  const system = machine({ signal: stop.signal });
  const base = replacement(where, '2.0', { system });
  const stopping = { ...base, [step]: stopAfter(base, step, stop) };
  await expect(replaceEnvironment(stopping)).rejects.toMatchObject({
    kind: 'interrupted',
    code: 'cancelled',
  });
  expect(askTiny(where.venv)).toBe('1.0');
  expect(await traces(where)).toEqual(['venv']);
});

function stopAfter(base: Replacement, step: 'build' | 'prove' | 'check', stop: AbortController) {
  return async (path: string) => {
    stop.abort();
    return step === 'build' ? base.build(path) : undefined;
  };
}

test('a package with a file missing is not put in place', async () => {
  const where = await place();
  const build = async (stage: string) => {
    const built = await buildTiny(stage, '1.0');
    const [python = ''] = await readdir(join(stage, 'lib'));
    await rm(join(stage, 'lib', python, 'site-packages', 'tiny', 'part3.py'));
    return built;
  };
  await expect(replaceEnvironment(replacement(where, '1.0', { build }))).rejects.toMatchObject({
    code: 'environment-incomplete',
    message: expect.stringContaining('part3.py'),
  });
  expect(await traces(where)).toEqual([]);
});

test('a link, a file and a folder of something else are never replaced', async () => {
  const where = await place();
  const refused = { kind: 'refused', code: 'not-an-environment' };
  await mkdir(join(where.dir, 'precious'));
  await symlink(join(where.dir, 'precious'), where.venv);
  await expect(replaceEnvironment(replacement(where, '1.0'))).rejects.toMatchObject(refused);
  await rm(where.venv);
  await writeFile(where.venv, 'a file');
  await expect(replaceEnvironment(replacement(where, '1.0'))).rejects.toMatchObject(refused);
  await rm(where.venv);
  await mkdir(join(where.venv, 'models'), { recursive: true });
  await expect(replaceEnvironment(replacement(where, '1.0'))).rejects.toMatchObject(refused);
  expect(existsSync(join(where.venv, 'models'))).toBe(true);
});

test('where the exchange cannot be had, two renames do it', async () => {
  const where = await place();
  await replaceEnvironment(replacement(where, '1.0'));
  const real = machine();
  const system = machine({
    run: (command) =>
      command.args.some((arg) => arg.endsWith('exchange.py'))
        ? real.run({ ...command, args: ['-c', 'raise SystemExit(3)'] })
        : real.run(command),
  });
  const { method } = await replaced(where, '2.0', { system });
  expect(method).toBe('renames');
  expect(askTiny(where.venv)).toBe('2.0');
  expect(await traces(where)).toEqual(['venv']);
});

test('what another run made while this one waited is kept where the guard says so', async () => {
  const where = await place();
  await replaced(where, '1.0');
  const build = async () => Promise.reject(new Error('nothing is to be built'));
  const guard = async () => 'keep' as const;
  expect(await replaceEnvironment(replacement(where, '2.0', { build, guard }))).toBeNull();
  expect(askTiny(where.venv)).toBe('1.0');
  expect(await traces(where)).toEqual(['venv']);
});

test('under an umask that opens everything nothing is made that everybody could write', async () => {
  const where = await place();
  const usual = process.umask(0);
  await replaced(where, '1.0').finally(() => process.umask(usual));
  const open = execFileSync('find', [where.dir, '-mindepth', '1', '-perm', '-002', '!', '-type', 'l'], {
    encoding: 'utf8',
  });
  expect(open).toBe('');
});
