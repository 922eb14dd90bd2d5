import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { catalog, templateNamed } from '../../../src/templates/catalog.ts';
import { readTemplate } from '../../../src/templates/read-template.ts';

const folder = fileURLToPath(new URL('../../../templates/files', import.meta.url));
const ready = catalog().flatMap((template) =>
  readTemplate(template, '9.8.7').map((file) => ({ template, file })),
);

test('every file in the folder can be written by some name', () => {
  const named = catalog().flatMap(({ files }) => files.map(({ from }) => from));
  const there = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'catalog.json')
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length - 'files'.length)
        .replaceAll('\\', '/'),
    );
  expect(there.filter((path) => !named.includes(path))).toEqual([]);
});

test.each(ready)(
  '$template.name: $file.path is plain text for this version, inside the project',
  ({ file }) => {
    expect(file.content).toMatch(/^[\x09\x0a\x0d\x20-\x7e]+\n$/);
    expect(file.content).not.toContain('@sdn-version@');
    expect(file.path).not.toMatch(/^\/|\.\.|\\/);
  },
);

test.each(ready.filter(({ file }) => file.path.endsWith('.yml')))(
  '$file.path parses without a warning',
  ({ file }) => {
    for (const { errors, warnings } of parseAllDocuments(file.content))
      expect([...errors, ...warnings]).toEqual([]);
  },
);

test.each(ready.filter(({ file }) => file.executable))('$file.path says what runs it', ({ file }) => {
  expect(file.content).toMatch(/^#!\/bin\/sh\n/);
});

test('a job installs the version that wrote it', () => {
  const [action] = readTemplate(templateNamed('github-action'), '9.8.7');
  expect(action?.content).toContain('default: sdn==9.8.7\n');
});

test('a file for Windows has the line ends of Windows', () => {
  const bat = readTemplate(templateNamed('webui-user'), '1').find(({ path }) => path.endsWith('.bat'));
  expect(bat?.content.split('\r\n').length).toBe(bat?.content.split('\n').length);
});

test('an unknown name is told all the known ones', () => {
  expect(() => templateNamed('jenkins')).toThrow(
    expect.objectContaining({
      kind: 'usage',
      code: 'unknown-template',
      need: expect.stringContaining('systemd'),
    }),
  );
});
