import { execFileSync } from 'node:child_process';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { compileAhead } from '../../../src/install/stage/compile-ahead.ts';
import { importCheck } from '../../../src/install/stage/import-check.ts';
import { BASE_PYTHON, emptyFolder, machine } from '../../fixtures/environments/tiny.ts';
import { scratch } from '../../fixtures/scratch.ts';

const PART = {
  'part/__init__.py': 'from __future__ import annotations\nimport part.plain\nfrom . import one\n',
  'part/plain.py': 'open("/dev/null")\n',
  'part/one.py': 'from .deep.two import (\n    three,\n    four,\n)\nfrom ..outside import no\n',
  'part/deep/__init__.py': '',
  'part/deep/two.py': 'def five():\n    import part.later\n',
  'part/deep/two/never.py': '',
  'part/later.py': '',
  'part/typing_only.py': '',
};

async function environment(files: Readonly<Record<string, string>>) {
  const venv = join(await emptyFolder(), 'venv');
  onTestFinished(() => rm(dirname(venv), { recursive: true }));
  execFileSync(BASE_PYTHON, ['-I', '-m', 'venv', '--without-pip', venv]);
  const [python = ''] = await readdir(join(venv, 'lib'));
  const site = join(venv, 'lib', python, 'site-packages');
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(site, path)), { recursive: true });
    await writeFile(join(site, path), text);
  }
  return { venv, site };
}

async function compiledIn(site: string): Promise<readonly string[]> {
  const names = await readdir(site, { recursive: true });
  return names.filter((name) => name.includes('__pycache__/')).sort();
}

function sources(compiled: readonly string[]): readonly string[] {
  return compiled.map((name) => name.replace('__pycache__/', '').replace(/\.[^.]+\.pyc$/, '.py')).sort();
}

const bytes = (site: string, names: readonly string[]) =>
  Promise.all(names.map((name) => readFile(join(site, name))));

test.runIf(availableParallelism() > 1)(
  'what it compiles is what an import loads, to the byte, and nothing else',
  async () => {
    const { venv, site } = await environment(PART);
    const ahead = compileAhead(venv, ['part'], machine());
    await vi.waitFor(async () => expect(await compiledIn(site)).toHaveLength(5), 10_000);
    await ahead.end();
    const names = await compiledIn(site);
    expect(sources(names)).toEqual([
      'part/__init__.py',
      'part/deep/__init__.py',
      'part/deep/two.py',
      'part/one.py',
      'part/plain.py',
    ]);
    const written = await bytes(site, names);
    for (const name of names) await rm(join(site, name));
    // The import ends in an error, behind everything that it compiles.
    await expect(importCheck(venv, ['part'], machine())).rejects.toThrow('part is installed');
    expect(await compiledIn(site)).toEqual(names);
    expect(await bytes(site, names)).toEqual(written);
  },
);

test.runIf(availableParallelism() > 1)('told to end, it leaves what it has not come to', async () => {
  const names = Array.from({ length: 80 }, (_, index) => `m${index}`);
  const long = 'a = [1, 2, (3, 4), {5: 6}]\n'.repeat(4_000);
  const modules = Object.fromEntries(names.map((name) => [`big/${name}.py`, long]));
  const all = names.map((name) => `from . import ${name}\n`).join('');
  const { venv, site } = await environment({ 'big/__init__.py': all, ...modules });
  const ahead = compileAhead(venv, ['big'], machine());
  await vi.waitFor(async () => expect((await compiledIn(site)).length).toBeGreaterThan(1), 10_000);
  await ahead.end();
  const left = await compiledIn(site);
  expect(left.length).toBeLessThan(70);
  expect(left).not.toContain(expect.stringMatching(/\.pyc\.\d+$/));
  // From the end on.
  expect(sources(left)).toContain('big/m79.py');
  expect(sources(left)).not.toContain('big/m0.py');
});

test('the import stays the judge: of a part that is no Python, and of one whose code fails', async () => {
  const files = { 'torn/__init__.py': 'import torn.half\n', 'torn/half.py': 'def (\n' };
  const { venv } = await environment({ ...files, 'sad.py': 'raise SystemExit("no")\n', 'good.py': '' });
  await expect(importCheck(venv, ['good', 'torn'], machine())).rejects.toThrow(/^torn .*SyntaxError/);
  await expect(importCheck(venv, ['good', 'sad'], machine())).rejects.toThrow(/^sad .*SystemExit: no/);
  expect(await importCheck(venv, ['good'], machine())).toMatchObject([{ name: 'good', ok: true }]);
});

test('it has ended when its end resolves, also where it never began', async () => {
  const { folder, program, calls } = scratch();
  program('python', `read stop; echo "told" >> "${folder}/calls"`);
  await compileAhead(folder, ['part'], machine()).end();
  expect(calls()).toEqual([expect.stringMatching(/compile_ahead\.py part$/), 'told']);
  await compileAhead(join(folder, 'nothing'), ['part'], machine()).end();
});
