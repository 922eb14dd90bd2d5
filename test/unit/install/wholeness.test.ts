import { mkdir, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { eachEntry } from '../../../src/install/wholeness/record.ts';
import { checkWholeness, damageText } from '../../../src/install/wholeness/wholeness.ts';
import { buildTiny, emptyFolder } from '../../fixtures/environments/tiny.ts';
import { record } from '../../fixtures/environments/wheel.ts';

async function tiny() {
  const venv = join(await emptyFolder('sdn whole-'), 'venv');
  await buildTiny(venv, '1.0');
  const [python = ''] = await readdir(join(venv, 'lib'));
  return { venv, site: join(venv, 'lib', python, 'site-packages') };
}

test('an environment as installed is whole', async () => {
  const { venv } = await tiny();
  const { whole, distributions, files } = await checkWholeness(venv);
  expect({ whole, files }).toEqual({ whole: true, files: 18 });
  expect(distributions).toMatchObject([{ name: 'tiny', version: '1.0', problems: [] }]);
});

test('a missing file, a truncated file and a missing console script are named', async () => {
  const { venv, site } = await tiny();
  await rm(join(site, 'tiny', 'part1.py'));
  await truncate(join(site, 'tiny', 'part2.py'), 3);
  await rm(join(venv, 'bin', 'tiny-say'));
  const { whole, distributions } = await checkWholeness(venv);
  expect(whole).toBe(false);
  expect(distributions[0]?.problems.map(({ problem }) => problem).sort()).toEqual([
    'missing',
    'missing',
    'size',
  ]);
  expect(distributions.map(damageText)).toEqual([
    'tiny 1.0: of 18 files 2 missing, 1 of another size (tiny/part1.py)',
  ]);
});

test.each(['METADATA only', 'empty'] as const)(
  'an install that broke off early is not whole: %s',
  async (how) => {
    const { venv, site } = await tiny();
    const info = join(site, 'broken-2.0.dist-info');
    await mkdir(info);
    await writeFile(join(info, how === 'empty' ? 'RECORD' : 'METADATA'), '');
    const { whole, distributions } = await checkWholeness(venv);
    expect(whole).toBe(false);
    expect(distributions.find(({ name }) => name === 'broken')?.why).toMatch(/RECORD is/);
  },
);

test('a file that two packages claim in different sizes is right in either', async () => {
  const { venv, site } = await tiny();
  await writeFile(join(site, 'shared.py'), 'longer text');
  for (const [name, text] of [
    ['one', 'longer text'],
    ['two', 'short'],
  ] as const) {
    await mkdir(join(site, `${name}-1.dist-info`));
    await writeFile(
      join(site, `${name}-1.dist-info`, 'RECORD'),
      record({ 'shared.py': text }, `${name}/RECORD`),
    );
    await mkdir(join(site, name));
    await writeFile(join(site, name, 'RECORD'), '');
  }
  expect((await checkWholeness(venv)).whole).toBe(true);
  await writeFile(join(site, 'shared.py'), 'neither of the two');
  expect((await checkWholeness(venv)).whole).toBe(false);
});

test('compiled files may come and go', async () => {
  const { venv, site } = await tiny();
  const own = 'pyc-1.dist-info/RECORD';
  await mkdir(join(site, 'pyc-1.dist-info'));
  await writeFile(join(site, own), `pyc/__pycache__/a.cpython-311.pyc,,\n${own},,\n`);
  expect((await checkWholeness(venv)).whole).toBe(true);
});

test('a RECORD is read with quotes, commas, CRLF and lines that are none', () => {
  const text =
    'a.py,sha256=x,12\r\n"with, comma.py",sha256=y,3\n"with ""quotes"".py",,\n\nnonsense\nb.py,sha256=z,many\n';
  const entries: { path: string; size: number | null }[] = [];
  eachEntry(text, (path, size) => entries.push({ path, size }));
  expect(entries).toEqual([
    { path: 'a.py', size: 12 },
    { path: 'with, comma.py', size: 3 },
    { path: 'with "quotes".py', size: null },
    { path: 'b.py', size: null },
  ]);
});

test('where a folder cannot be entered its files are compared by whole paths', async () => {
  const { venv, site } = await tiny();
  await rm(join(site, 'tiny', 'part1.py'));
  const enter = process.chdir.bind(process);
  const entering = vi.spyOn(process, 'chdir').mockImplementation((path) => {
    if (path === site) throw Object.assign(new Error('closed'), { code: 'EACCES' });
    enter(path);
  });
  onTestFinished(() => entering.mockRestore());
  const { files, distributions } = await checkWholeness(venv);
  expect(files).toBe(18);
  expect(distributions.map(({ problems }) => problems)).toMatchObject([[{ problem: 'missing' }]]);
});
