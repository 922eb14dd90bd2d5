import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { examineEnvironment } from '../../../src/install/environment/environment.ts';
import { writeManifest } from '../../../src/install/transaction/transaction-mark.ts';
import { buildTiny, emptyFolder, manifest } from '../../fixtures/environments/tiny.ts';

async function tiny(): Promise<string> {
  const venv = join(await emptyFolder('sdn look-'), 'venv');
  await buildTiny(venv, '1.0');
  return venv;
}

test('nothing, a file and a link are what they are', async () => {
  const dir = await emptyFolder();
  await writeFile(join(dir, 'file'), '');
  await symlink(dir, join(dir, 'link'));
  await symlink('/nowhere', join(dir, 'dangling'));
  const kinds = await Promise.all(
    ['nothing', 'file', 'link', 'dangling'].map((name) => examineEnvironment(join(dir, name))),
  );
  expect(kinds.map(({ kind }) => kind)).toEqual(['nothing', 'file', 'link', 'link']);
});

test('a venv of somebody else is foreign, with its maker', async () => {
  const venv = await tiny();
  expect(await examineEnvironment(venv)).toMatchObject({ kind: 'foreign', madeBy: 'python -m venv' });
  await writeFile(join(venv, 'pyvenv.cfg'), 'home = /usr/bin\nuv = 0.9.1\n');
  expect(await examineEnvironment(venv)).toMatchObject({ kind: 'foreign', madeBy: 'uv' });
});

test('with a manifest it is ours, and what else lies in it is named', async () => {
  const venv = await tiny();
  await writeManifest(venv, manifest('1.0'), 'a'.repeat(16));
  await writeFile(join(venv, 'notes.txt'), '');
  expect(await examineEnvironment(venv)).toMatchObject({
    kind: 'ours',
    manifest: { variant: 'cpu' },
    extra: ['notes.txt'],
  });
});

test.each([
  ['its Python', 'bin', 'its Python is missing'],
  ['pyvenv.cfg', 'pyvenv.cfg', 'pyvenv.cfg is missing'],
])('without %s it is damaged', async (_, name, why) => {
  const venv = await tiny();
  await writeManifest(venv, manifest('1.0'), 'a'.repeat(16));
  await rm(join(venv, name), { recursive: true });
  expect(await examineEnvironment(venv)).toMatchObject({ kind: 'damaged', why });
});

test('a manifest that cannot be read is damage, not a foreign environment', async () => {
  const venv = await tiny();
  await writeFile(join(venv, 'sdn-environment.json'), '{');
  expect(await examineEnvironment(venv)).toMatchObject({ kind: 'damaged' });
});

test('an empty folder, a folder like a venv, and a project with a venv in its root are none', async () => {
  const dir = await emptyFolder();
  expect(await examineEnvironment(dir)).toMatchObject({ kind: 'lookalike' });
  await mkdir(join(dir, 'bin'));
  await writeFile(join(dir, 'bin', 'activate'), '');
  expect(await examineEnvironment(dir)).toMatchObject({ kind: 'lookalike' });
  const venv = await tiny();
  await mkdir(join(venv, '.git'));
  expect(await examineEnvironment(venv)).toMatchObject({
    kind: 'lookalike',
    why: 'it holds what no environment has: .git',
  });
});
