import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type IndexServer, startIndex } from '../fixtures/index-server/index-server.ts';
import { pinnedSet, type ServedWheel, tinyWheel } from '../fixtures/index-server/wheels.ts';
import {
  BASE_PYTHON,
  makeWorld,
  reportOf,
  runSdn,
  traces,
  treeHash,
  type World,
} from '../fixtures/world/world.ts';

const QUICK = ['--use-openvino', '--no-verify', '--json'];
/** Whether a command can be started without any network. */
const MAY_CUT = works('unshare', '-n', 'true');

function works(program: string, ...args: readonly string[]): boolean {
  try {
    execFileSync(program, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

let world: World;
let index: IndexServer;

beforeAll(async () => {
  index = await startIndex({ wheels: [...pinnedSet(), await uvWheel()] });
  world = await makeWorld();
  const { code, error } = await sdn('install', ['--index-url', index.url]);
  expect(error).toBeUndefined();
  expect(code).toBe(0);
  index.forget();
});

afterAll(async () => {
  index.close();
  await world.remove();
});

afterEach(() => index.forget());

/** The real wheel of the pinned uv for this machine: a bundle is nothing without it. */
async function uvWheel(): Promise<ServedWheel> {
  const folder = await mkdtemp(join(tmpdir(), 'sdn-uv-'));
  execFileSync(BASE_PYTHON, ['-m', 'pip', 'download', '-q', '--no-deps', '-d', folder, 'uv==0.13.9'], {
    stdio: 'ignore',
  });
  const [file = ''] = await readdir(folder);
  const bytes = await readFile(join(folder, file));
  await rm(folder, { recursive: true });
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return {
    project: 'uv',
    file,
    bytes,
    sha256,
    metadata: 'Metadata-Version: 2.1\nName: uv\nVersion: 0.13.9\n',
  };
}

async function sdn(command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const ended = await world.sdn([command, ...QUICK, ...args], { PIP_RETRIES: '0', ...env });
  return { ...ended, ...parts(ended) };
}

function parts(ended: Parameters<typeof reportOf>[0]) {
  const { error, environment } = reportOf(ended);
  return { error, installed: environment?.installed };
}

describe('--locked', () => {
  test('installs the same wheels again, and nothing newer', async () => {
    const lock = await readFile(join(world.dir, 'sdn.lock'), 'utf8');
    const first = JSON.parse(await readFile(join(world.venv, 'sdn-environment.json'), 'utf8')).installed;
    const { code, installed } = await sdn('reinstall', ['--locked', '--index-url', index.url]);
    expect(code).toBe(0);
    expect(installed).toEqual(first);
    expect(await readFile(join(world.dir, 'sdn.lock'), 'utf8')).toBe(lock);
  });

  test('fails where the index now has another file of that name', async () => {
    const before = await treeHash(world.venv);
    const changed = await startIndex({
      wheels: index.wheels.map((each) => (each.project === 'numpy' ? tinyWheel('numpy', '2.1.2', 3) : each)),
    });
    const { code, error } = await sdn('reinstall', ['--locked', '--index-url', changed.url], {
      XDG_CACHE_HOME: join(world.home, 'another-cache'),
    });
    changed.close();
    expect(error).toMatchObject({ code: 'hash-mismatch', exit: 6 });
    expect(code).toBe(6);
    expect(await treeHash(world.venv)).toBe(before);
    expect(await traces(world)).toEqual([]);
  });

  test('says again that its torch is not the pinned one', async () => {
    const pins = join(world.home, 'pins.txt');
    await writeFile(pins, 'torch==2.10.0+cpu\n');
    const args = ['reinstall', ...QUICK, '--locked', '--index-url', index.url, '--pins', pins];
    const { findings } = reportOf(await world.sdn(args));
    expect(findings?.map(({ id, status }) => [id, status])).toContainEqual([
      'packages.torch-substitute',
      'warn',
    ]);
    const exact = reportOf(await world.sdn([...args, '--exact']));
    expect(exact.error).toMatchObject({ code: 'lock-not-exact', exit: 3 });
  });

  test('refuses a lock of another kind of machine', async () => {
    const path = join(world.dir, 'sdn.lock');
    const lock = await readFile(path, 'utf8');
    await writeFile(path, lock.replace(/platform = "[^"]*"/, 'platform = "plan9-mips"'));
    const { error } = await sdn('reinstall', ['--locked', '--index-url', index.url]);
    await writeFile(path, lock);
    expect(error).toMatchObject({ code: 'lock-for-another-machine', exit: 3 });
    expect(index.requests).toEqual([]);
  });
});

describe('--wait', () => {
  test('of several at once one makes the environment, and the others find it made', async () => {
    const crowd = await makeWorld();
    const args = ['install', ...QUICK, '--wait', '100', '--index-url', index.url];
    const ends = await Promise.all([0, 1, 2].map(() => crowd.sdn(args, { PIP_RETRIES: '0' })));
    const reports = ends.map(reportOf);
    expect(ends.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(new Set(reports.map(({ environment }) => environment?.createdAt)).size).toBe(1);
    const found = reports.filter(({ findings }) => findings?.some(({ id }) => id === 'packages.whole'));
    expect(found).toHaveLength(2);
    expect(await traces(crowd)).toEqual([]);
    await crowd.remove();
  });
});

describe('--offline', () => {
  test('takes everything from the cache by the lock that is there, and asks nobody', async () => {
    const { code, error } = await sdn('reinstall', ['--offline', '--index-url', index.url]);
    expect(error).toBeUndefined();
    expect(code).toBe(0);
    expect(index.requests).toEqual([]);
  });

  test('without a lock resolves from what the cache holds', async () => {
    await rm(join(world.dir, 'sdn.lock'));
    const { code, error } = await sdn('reinstall', ['--offline', '--index-url', index.url]);
    expect(error).toBeUndefined();
    expect(code).toBe(0);
    expect(index.requests).toEqual([]);
  });

  test('takes a folder of wheels', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sdn wheels '));
    for (const { file, bytes } of pinnedSet()) await writeFile(join(folder, file), bytes);
    await rm(join(world.dir, 'sdn.lock'));
    const { code, error } = await sdn('reinstall', ['--offline', '--find-links', folder], {
      XDG_CACHE_HOME: join(world.home, 'third-cache'),
    });
    await rm(folder, { recursive: true });
    expect(error).toBeUndefined();
    expect(code).toBe(0);
  });

  test('with an empty cache says what is missing, and leaves the environment alone', async () => {
    const before = await treeHash(world.venv);
    const { code, error } = await sdn('reinstall', ['--offline', '--index-url', index.url], {
      XDG_CACHE_HOME: join(world.home, 'empty-cache'),
    });
    expect(error).toMatchObject({ code: 'not-in-cache', exit: 75 });
    expect(code).toBe(75);
    expect(index.requests).toEqual([]);
    expect(await treeHash(world.venv)).toBe(before);
  });
});

describe('a bundle', () => {
  let bundle = '';

  beforeAll(async () => {
    bundle = join(world.home, 'my bundle');
    const ended = await world.sdn([
      'bundle',
      '--use-openvino',
      '--out',
      bundle,
      '--index-url',
      index.url,
      '--json',
    ]);
    expect(reportOf(ended).error).toBeUndefined();
    expect(ended.code).toBe(0);
  });

  test('holds every wheel of its lock, uv and the lock, and no temporary file', async () => {
    const files = await readdir(join(bundle, 'wheels'));
    expect(files.toSorted()).toEqual(index.wheels.map(({ file }) => file).toSorted());
    expect((await readdir(bundle)).toSorted()).toEqual(['sdn.lock', 'wheels']);
  });

  test.runIf(MAY_CUT)('installs where there is no network, no uv and no cache', async () => {
    const lonely = await makeWorld('sdn lonely ');
    await rm(join(lonely.home, '..', 'bin', 'uv'));
    const args = ['install', ...QUICK, '--from-bundle', bundle];
    const ended = await runSdn(args, { ...lonely, cwd: lonely.dir, through: ['unshare', '-n'] });
    expect(reportOf(ended).error).toBeUndefined();
    expect(ended.code).toBe(0);
    const said = execFileSync(join(lonely.venv, 'bin', 'torch-say'), { encoding: 'utf8' });
    expect(said).toBe('2.11.0+cpu\n');
    await lonely.remove();
  });

  test('asks no index, though pip is set to one', async () => {
    const { code, error } = await sdn('reinstall', ['--from-bundle', bundle], { PIP_INDEX_URL: index.url });
    expect(error).toBeUndefined();
    expect(code).toBe(0);
    expect(index.requests).toEqual([]);
  });

  test('can be made again in the same folder, and loses what it no longer wants', async () => {
    await writeFile(join(bundle, 'wheels', 'old-1.0-py3-none-any.whl'), '');
    const ended = await world.sdn([
      'bundle',
      '--use-openvino',
      '--out',
      bundle,
      '--index-url',
      index.url,
      '--json',
    ]);
    expect(ended.code).toBe(0);
    expect(await readdir(join(bundle, 'wheels'))).not.toContain('old-1.0-py3-none-any.whl');
  });

  test('is refused where the folder holds something else', async () => {
    const ended = await world.sdn(['bundle', '--use-openvino', '--out', world.home, '--json']);
    expect(reportOf(ended).error).toMatchObject({ code: 'not-a-bundle', exit: 8 });
  });

  test('that cannot be finished is none: it has no lock', async () => {
    index.breakAt(/^\/files\/numpy.*\.whl$/, (_request, response) => void response.writeHead(403).end());
    const out = join(world.home, 'half');
    const args = ['bundle', '--use-openvino', '--out', out, '--index-url', index.url, '--json'];
    const ended = await world.sdn(args, { PIP_RETRIES: '0' });
    expect(ended.code).toBe(75);
    expect(await readdir(out)).toEqual(['wheels']);
  });

  test('with a wheel missing or damaged is not installed', async () => {
    const before = await treeHash(world.venv);
    const wheel = join(bundle, 'wheels', 'numpy-2.1.2-py3-none-any.whl');
    await rm(wheel);
    const missing = await sdn('reinstall', ['--from-bundle', bundle]);
    expect(missing.error).toMatchObject({ code: 'bundle-incomplete', exit: 3 });
    expect(missing.error?.message).toContain('numpy 2.1.2');
    await writeFile(wheel, tinyWheel('numpy', '2.1.2', 9).bytes);
    const damaged = await sdn('reinstall', ['--from-bundle', bundle], {
      XDG_CACHE_HOME: join(world.home, 'fourth-cache'),
    });
    expect(damaged.error).toMatchObject({ code: 'hash-mismatch', exit: 6 });
    expect(await treeHash(world.venv)).toBe(before);
  });
});
