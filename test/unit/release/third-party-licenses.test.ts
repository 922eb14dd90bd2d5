import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { thirdPartyLicenses } from '../../../bin/third-party-licenses.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sdn-licenses-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function given(path: string, content: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}

function dependency(name: string, version: string, license: string): void {
  given(`node_modules/${name}/package.json`, JSON.stringify({ name, version, license }));
  given(`node_modules/${name}/LICENSE`, `Terms of ${name}\r\n`);
}

const id = (path: string) => join(folder, path);

test('each inlined package is there once, in order, with its terms; our own modules are not', () => {
  dependency('zeta', '1.0.0', 'MIT');
  dependency('@scope/alpha', '2.0.0', 'ISC');
  given('node_modules/zeta/NOTICE.txt', 'Notice of zeta');
  const modules = ['node_modules/zeta/a.js', 'node_modules/zeta/lib/b.js', 'node_modules/@scope/alpha/c.js'];
  const text = thirdPartyLicenses([...modules, 'src/sdn.ts'].map(id));
  expect(text.match(/^ {2}\S.*$/gm)).toEqual(['  @scope/alpha 2.0.0 (ISC)', '  zeta 1.0.0 (MIT)']);
  expect(text).toContain('Terms of zeta\n\nNotice of zeta');
  expect(text).not.toContain('\r');
});

test('two versions of one package keep both their terms', () => {
  dependency('ansi', '1.0.0', 'MIT');
  dependency('box', '1.0.0', 'MIT');
  given(
    'node_modules/box/node_modules/ansi/package.json',
    '{"name":"ansi","version":"2.0.0","license":"ISC"}',
  );
  given('node_modules/box/node_modules/ansi/COPYING', 'Other terms');
  const text = thirdPartyLicenses(
    ['node_modules/ansi/a.js', 'node_modules/box/node_modules/ansi/a.js'].map(id),
  );
  expect(text.match(/^ {2}\S.*$/gm)).toEqual(['  ansi 1.0.0 (MIT)', '  ansi 2.0.0 (ISC)']);
  expect(text).toContain('Other terms');
});

test('the same terms are there once, below every package and its holder', () => {
  for (const name of ['ant', 'bee']) {
    dependency(name, '1.0.0', 'MIT');
    given(
      `node_modules/${name}/LICENSE`,
      `MIT\n\nCopyright (c) ${name} <a@b.c>\n\nKeep the\ncopyright notice.\n`,
    );
  }
  const text = thirdPartyLicenses(['node_modules/ant/a.js', 'node_modules/bee/b.js'].map(id));
  const lists = [
    '  ant 1.0.0 (MIT)',
    '    Copyright (c) ant <a@b.c>',
    '  bee 1.0.0 (MIT)',
    '    Copyright (c) bee <a@b.c>',
  ];
  expect(text).toContain(`${lists.join('\n')}\n\nMIT\n\nKeep the\ncopyright notice.\n`);
  expect(text.match(/Keep the/g)).toHaveLength(1);
});

test('a package without terms stops the build', () => {
  given('node_modules/bare/package.json', '{"name":"bare","version":"1.0.0"}');
  expect(() => thirdPartyLicenses([id('node_modules/bare/a.js')])).toThrow(
    'bare 1.0.0 carries no licence text',
  );
});
