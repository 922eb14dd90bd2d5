import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { newRunId, placeOf, stagePath } from '../../src/install/environment/place.ts';
import { buildTiny, emptyFolder } from '../fixtures/environments/tiny.ts';
import { ROOT, sdn, sdnJson } from '../fixtures/sdn.ts';

async function folder() {
  const dir = await emptyFolder('sdn clean-');
  await buildTiny(join(dir, 'venv'), '1.0');
  await mkdir(join(dir, 'models'));
  return dir;
}

test('without a terminal and without --yes it refuses, and says how', async () => {
  const dir = await folder();
  const { code, document } = await sdnJson(['clean-venv', '--dir', dir]);
  expect(code).toBe(8);
  expect(document.error).toMatchObject({
    code: 'needs-confirmation',
    exit: 8,
    hints: [`sdn clean-venv --dir '${dir}' --yes`],
  });
  expect(existsSync(join(dir, 'venv'))).toBe(true);
});

test('--dry-run shows what goes and what stays, and changes nothing', async () => {
  const dir = await folder();
  const { code, stdout } = await sdn(['clean-venv', '--dir', dir, '--dry-run']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/Remove .*venv: [\d.]+ kB in \d+ files/s);
  expect(stdout).toContain('models');
  expect((await readdir(dir)).sort()).toEqual(['models', 'venv']);
});

test('--yes removes the environment and nothing else; once more there is nothing to do', async () => {
  const dir = await folder();
  const first = await sdn(['clean-venv', '--dir', dir, '--yes']);
  expect(first).toMatchObject({ code: 0, stdout: expect.stringContaining('Removed') });
  expect((await readdir(dir)).sort()).toEqual(['.sdn', 'models']);
  const second = await sdn(['clean-venv', '--dir', dir]);
  expect(second).toMatchObject({ code: 0, stdout: expect.stringContaining('There is no environment at') });
});

test('an interrupted run is cleaned up and told, also where there is no environment', async () => {
  const dir = await emptyFolder();
  const place = placeOf({ dir }, { cwd: '/' });
  const id = newRunId(place);
  await mkdir(stagePath(place, id));
  await mkdir(join(dir, '.sdn'));
  const journal = {
    schema: 'sdn.journal/1',
    id,
    phase: 'building',
    had: false,
    command: 'sdn install',
    at: 'noon',
  };
  await writeFile(join(dir, '.sdn', 'venv.journal.json'), JSON.stringify(journal));
  const { code, stdout } = await sdn(['clean-venv', '--dir', dir]);
  expect(code).toBe(0);
  expect(stdout).toContain('Undid "sdn install", interrupted at noon');
  expect(await readdir(dir)).toEqual(['.sdn']);
});

const terminal = spawnSync('script', ['--version']).status === 0;

test.skipIf(!terminal).each([
  ['n', 8, true],
  ['', 8, true],
  ['yes', 0, false],
  ['Y', 0, false],
])('on a terminal it asks; after %j it ends with %i', async (answer, code, stays) => {
  const dir = await folder();
  const command = `'${process.execPath}' '${join(ROOT, 'bin', 'run.js')}' clean-venv --dir '${dir}'`;
  const { status, stdout } = spawnSync('script', ['-qec', command, '/dev/null'], {
    input: `${answer}\n`,
    encoding: 'utf8',
  });
  expect(stdout).toContain('Remove it? [y/N]');
  expect(status).toBe(code);
  expect(existsSync(join(dir, 'venv'))).toBe(stays);
});

test('a folder with blanks, quotes and a Unicode name is named so that the command can be pasted', async () => {
  const dir = join(await emptyFolder(), `it's "ü" $HOME`);
  await mkdir(dir);
  await buildTiny(join(dir, 'venv'), '1.0');
  const { document } = await sdnJson(['clean-venv', '--dir', dir]);
  const words = execFileSync('sh', ['-c', `printf '%s\\n' ${document.error.hints[0]}`], { encoding: 'utf8' });
  expect(words.split('\n')).toContain(dir);
});
