import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { pythonCandidates } from '../../../src/packages/pythons/candidates.ts';
import { thisMachine } from '../../../src/system/this-machine.ts';

let home: string;
beforeEach(() => {
  home = realpathSync(mkdtempSync(join(tmpdir(), 'sdn-pythons-')));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

function folderWith(name: string, files: readonly string[]): string {
  const folder = join(home, name);
  mkdirSync(folder, { recursive: true });
  for (const file of files) writeFileSync(join(folder, file), '');
  return folder;
}

async function found(
  path: readonly string[],
  platform: NodeJS.Platform = 'linux',
): Promise<readonly string[]> {
  const system = { ...thisMachine(new AbortController().signal), platform, home };
  const all = await pythonCandidates({ ...system, env: { PATH: path.join(delimiter) } });
  return all.filter((each) => each.startsWith(home)).map((each) => each.slice(home.length + 1));
}

test('a folder offers the name without a number first, then the minors in the order of preference', async () => {
  const bin = folderWith('bin', [
    'python3.9',
    'python3.12',
    'python3.15',
    'python3',
    'python',
    'python2.7',
    'python3-config',
    'pip',
  ]);
  expect((await found([bin])).map((each) => basename(each))).toEqual([
    'python3',
    'python',
    'python3.12',
    'python3.9',
    'python3.15',
  ]);
});

test('folders come in the order of PATH, each once; the current folder and empty parts never', async () => {
  const first = folderWith('first', ['python3']);
  const second = folderWith('second', ['python3']);
  expect(await found([second, '', '.', first, second])).toEqual(['second/python3', 'first/python3']);
});

test("pyenv's shims are asked for one name, and its versions stand behind PATH", async () => {
  const shims = folderWith('.pyenv/shims', ['python3', 'python', 'python3.11']);
  folderWith('.pyenv/versions/3.11.7/bin', ['python3']);
  expect(await found([shims])).toEqual(['.pyenv/shims/python3', '.pyenv/versions/3.11.7/bin/python3']);
});

test.skipIf(process.getuid?.() === 0)(
  'a folder that hides what it holds is asked for every name',
  async () => {
    const closed = folderWith('closed', ['python3.11']);
    chmodSync(closed, 0o311);
    expect(await found([closed])).toContain('closed/python3.11');
  },
);

test('on Windows names are looked for as Windows writes them', async () => {
  const bin = folderWith('bin', ['Python.exe', 'python3.exe', 'python3.11']);
  expect(await found([bin], 'win32')).toEqual(['bin/python.exe', 'bin/python3.exe']);
});
