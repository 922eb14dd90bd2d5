import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type IndexServer, startIndex } from '../fixtures/index-server/index-server.ts';
import { tinyWheel } from '../fixtures/index-server/wheels.ts';
import { BASE_PYTHON, makeWorld, RUN_JS, reportOf, runSdn, type World } from '../fixtures/world/world.ts';

const NOBODY = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];
const MAY_MOUNT = works('unshare', '-m', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt');
/** Whether another user can start this checkout at all. */
const MAY_BE_NOBODY = works(...NOBODY, process.execPath, '--check', RUN_JS);

function works(program = '', ...args: readonly string[]): boolean {
  try {
    execFileSync(program, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

let world: World;
let index: IndexServer;
let options: readonly string[];

beforeAll(async () => {
  world = await makeWorld();
  index = await startIndex();
  options = ['--use-openvino', '--no-verify', '--json', '--index-url', index.url];
});

afterAll(async () => {
  index.close();
  await world.remove();
});

async function install(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const ended = await world.sdn(['install', ...options, ...args], env);
  return { ...ended, error: reportOf(ended).error };
}

/** A file or folder of the world's home. */
const at = (name: string) => join(world.home, name);

async function script(name: string, text: string): Promise<string> {
  await writeFile(at(name), text);
  await chmod(at(name), 0o755);
  return at(name);
}

type Case = readonly [string, number, string, RegExp, () => Promise<readonly string[]> | readonly string[]];

const CASES: readonly Case[] = [
  ['an unknown flag', 2, 'usage', /--frobnicate/, () => ['--frobnicate']],
  ['two variants', 2, 'two-variants', /--use-openvino/, () => ['--use-cuda']],
  ['a runtime switch', 2, 'runtime-switch-at-install', /--device-id/, () => ['--device-id', '0']],
  [
    'a folder that is a file',
    2,
    'dir-is-a-file',
    /is a file/,
    async () => ['--dir', await script('file', '')],
  ],
  [
    'an environment that is a file',
    8,
    'not-an-environment',
    /is a file/,
    async () => ['--venv', await script('file', '')],
  ],
  [
    'an environment that is a link',
    8,
    'not-an-environment',
    /is a link/,
    async () => {
      await symlink(world.cache, at('link'));
      return ['--venv', at('link')];
    },
  ],
  ['a Python that is not there', 2, 'not-a-python', /no such program/, () => ['--python', '/nowhere/python']],
  [
    'a program that is no Python',
    2,
    'not-a-python',
    /as a Python does|ended with/,
    async () => ['--python', await script('liar', '#!/bin/sh\necho 3.12\n')],
  ],
  [
    'a Python that is too old',
    5,
    'no-usable-python',
    /Python 3\.9\.18 .*needs 3\.10 to 3\.13/,
    async () => ['--python', await stranger('3.9.18')],
  ],
  [
    'a Python that is too new',
    5,
    'no-usable-python',
    /Python 3\.14\.1 .*needs 3\.10 to 3\.13/,
    async () => ['--python', await stranger('3.14.1')],
  ],
  ['a version that is not here', 5, 'python-not-found', /no Python 3\.14 here/, () => ['--python', '3.14']],
  ['pins that are not there', 2, 'pins-file', /cannot be read/, () => ['--pins', '/nowhere']],
  [
    'pins that are none',
    2,
    'pins-file',
    /line 2 is not name==version/,
    async () => ['--pins', await script('pins', '# mine\ntorch 2\n')],
  ],
  ['a lock that is not there', 3, 'lock-missing', /no lock/, () => ['--locked', '--dir', at('empty')]],
  [
    'a lock that is garbage',
    3,
    'lock-damaged',
    /cannot be used/,
    async () => ['--locked', '--dir', await withLock('\u0000\u0001 [')],
  ],
  ['a bundle that is none', 2, 'bundle-missing', /no bundle/, () => ['--from-bundle', '/nowhere']],
];

/** A Python that gives another version of itself; real old ones are tried below where this machine has one. */
function stranger(version: string): Promise<string> {
  const change = `sed 's/"version": "[^"]*"/"version": "${version}"/'`;
  return script(`python-${version}`, `#!/bin/sh\n"${BASE_PYTHON}" "$@" | ${change}\n`);
}

async function withLock(text: string): Promise<string> {
  await mkdir(at('locked'), { recursive: true });
  await writeFile(join(at('locked'), 'sdn.lock'), text);
  return at('locked');
}

describe('bad input ends in one clear sentence, before anything is made', () => {
  test.each(CASES)('%s: exit %i, %s', async (_name, exit, code, says, arrange) => {
    const { code: ended, error, stderr } = await install(await arrange());
    expect(error).toMatchObject({ code, exit });
    expect(error?.message).toMatch(says);
    expect(ended).toBe(exit);
    expect(stderr).toBe('');
    expect(existsSync(world.venv)).toBe(false);
  });

  test('a pip configuration that pip cannot read', async () => {
    const file = await script('pip.conf', '[global\nindex-url = https://me:pip-conf-word@pypi.example\n');
    const { code, error, stdout } = await install([], { PIP_CONFIG_FILE: file });
    expect(error).toMatchObject({ code: 'pip-configuration' });
    expect(code).toBe(6);
    expect(stdout).not.toContain('pip-conf-word');
  });

  test('a real Python that is too old', async (context) => {
    const old = await oldPython();
    if (old === null) return context.skip('no Python before 3.10 on this machine');
    expect((await install(['--python', old])).code).toBe(5);
  });
});

/** A Python before 3.10 where a version manager of this machine has one. */
async function oldPython(): Promise<string | null> {
  const versions = join(BASE_PYTHON, '..', '..', '..');
  const names = await readdir(versions).catch(() => []);
  const old = names.find((name) => /^3\.[6-9]\./.test(name));
  return old === undefined ? null : join(versions, old, 'bin', 'python3');
}

describe('an environment of the caller that would bend pip, uv or Python', () => {
  test('changes nothing, and what is installed is what was asked for', async () => {
    const evil = await startIndex({ wheels: [tinyWheel('numpy', '2.1.2', 3)] });
    const nowhere = at('nowhere');
    const names = [
      'UV_CONSTRAINT',
      'UV_OVERRIDE',
      'UV_CONFIG_FILE',
      'UV_PYTHON',
      'PIP_CONSTRAINT',
      'PIP_TARGET',
    ];
    const more = [
      'PYTHONPATH',
      'PYTHONHOME',
      'VIRTUAL_ENV',
      'CONDA_PREFIX',
      'UV_PROJECT_ENVIRONMENT',
      'PIP_PREFIX',
    ];
    const bent = Object.fromEntries([...names, ...more].map((name) => [name, nowhere]));
    const flags = {
      UV_OFFLINE: '1',
      UV_SYSTEM_PYTHON: '1',
      UV_TORCH_BACKEND: 'cu130',
      UV_LINK_MODE: 'symlink',
    };
    const sources = { UV_INDEX_URL: evil.url, UV_DEFAULT_INDEX: evil.url, UV_EXTRA_INDEX_URL: evil.url };
    const pip = { PIP_NO_BINARY: ':all:', PIP_REQUIRE_VIRTUALENV: '1', PIP_USER: '1', PIP_PRE: '1' };
    await mkdir(at('.config/uv'), { recursive: true });
    await writeFile(at('.config/uv/uv.toml'), `[[index]]\nurl = "${evil.url}"\ndefault = true\n`);
    const { code, error } = await install([], { ...bent, ...flags, ...sources, ...pip });
    expect(error).toBeUndefined();
    expect(code).toBe(0);
    expect(evil.requests).toEqual([]);
    expect(existsSync(nowhere)).toBe(false);
    evil.close();
    await rm(world.venv, { recursive: true });
  });
});

describe.runIf(MAY_MOUNT)('disks', () => {
  /** A small filesystem of its own for the time of one test. */
  async function onMount<Result>(mode: string, work: (path: string) => Promise<Result>): Promise<Result> {
    const path = at(`mount-${mode.replace(/\W/g, '-')}`);
    await mkdir(path, { recursive: true });
    execFileSync('mount', ['-t', 'tmpfs', '-o', mode, 'tmpfs', path]);
    return work(path).finally(() => execFileSync('umount', [path]));
  }

  test.each([
    ['size=300k', 'folder', 3, 'disk-full'],
    ['size=300k', 'cache', 6, 'disk-full'],
    ['size=9m,ro', 'folder', 3, 'read-only-filesystem'],
    ['size=9m,ro', 'cache', 3, 'read-only-filesystem'],
  ])('a disk with %s under the %s: exit %i, %s', async (mode, what, exit, code) => {
    await onMount(mode, async (path) => {
      const isFolder = what === 'folder';
      const ended = await install(isFolder ? ['--dir', path] : [], isFolder ? {} : { XDG_CACHE_HOME: path });
      expect(ended.error).toMatchObject({ code, exit });
      expect(existsSync(join(path, 'venv')) || existsSync(world.venv)).toBe(false);
    });
  });

  test('no Python anywhere: exit 5', async () => {
    const hide = 'mount -t tmpfs none /usr/local/bin; mount -t tmpfs none /usr/bin; exec "$0" "$@"';
    const through = ['unshare', '-m', '/bin/sh', '-c', hide.replace('; exec', ' && PATH=/nowhere exec')];
    const ended = await runSdn(['install', ...options], { ...world, cwd: world.dir, through });
    expect(reportOf(ended).error).toMatchObject({ code: 'no-usable-python', exit: 5 });
  });

  test.runIf(MAY_BE_NOBODY)('a folder that belongs to somebody else: exit 3', async () => {
    const open = await makeWorld();
    for (const folder of [join(open.home, '..'), open.home, open.cache]) await chmod(folder, 0o777);
    const ended = await runSdn(['install', ...options], { ...open, cwd: open.dir, through: NOBODY });
    expect(reportOf(ended).error).toMatchObject({ code: 'no-write-permission', exit: 3 });
    expect(await readdir(open.dir)).toEqual([]);
    await open.remove();
  });
});
