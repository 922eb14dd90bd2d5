import { execFileSync } from 'node:child_process';
import { chmod, mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { relocateScripts } from '../../../src/install/stage/relocate-scripts.ts';
import { checkWholeness } from '../../../src/install/wholeness/wholeness.ts';
import { BASE_PYTHON, emptyFolder } from '../../fixtures/environments/tiny.ts';

/** A folder as pip leaves it: a script that names its Python, and a RECORD with the script's size. */
async function installed(root: string): Promise<string> {
  const venv = join(root, 'stage');
  const info = join(venv, 'lib', 'python3.11', 'site-packages', 'say-1.dist-info');
  await mkdir(info, { recursive: true });
  await mkdir(join(venv, 'bin'));
  await symlink(BASE_PYTHON, join(venv, 'bin', 'python'));
  const script = `#!${venv}/bin/python\nprint('said')\n`;
  await writeFile(join(venv, 'bin', 'say'), script);
  await writeFile(join(venv, 'bin', 'foreign'), '#!/bin/sh\necho mine\n');
  await chmod(join(venv, 'bin', 'say'), 0o755);
  const lines = [`../../../bin/say,sha256=old,${script.length}`, 'say-1.dist-info/RECORD,,', ''];
  await writeFile(join(info, 'RECORD'), lines.join('\n'));
  return venv;
}

test('a script of pip works after its environment has moved, and its RECORD stays true', async () => {
  const root = await emptyFolder();
  const stage = await installed(root);
  expect(await relocateScripts(stage)).toBe(1);
  const venv = join(root, 'a new place');
  await rename(stage, venv);
  expect(execFileSync(join(venv, 'bin', 'say'), { encoding: 'utf8' })).toBe('said\n');
  expect((await checkWholeness(venv)).whole).toBe(true);
  expect(await readFile(join(venv, 'bin', 'foreign'), 'utf8')).toBe('#!/bin/sh\necho mine\n');
  await rm(root, { recursive: true });
});
