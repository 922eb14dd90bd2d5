import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../fixtures/sdn.ts';

test.skipIf(!existsSync(join(ROOT, '.git')))('the committed manifest is the one that the build makes', () => {
  const committed = execFileSync('git', ['show', 'HEAD:oclif.manifest.json'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  expect(JSON.parse(readFileSync(join(ROOT, 'oclif.manifest.json'), 'utf8'))).toEqual(JSON.parse(committed));
});

test('every command of the source is in the manifest, in the order of help', () => {
  const files = readdirSync(join(ROOT, 'src', 'commands'), { recursive: true, encoding: 'utf8' });
  const ids = files.filter((name) => name.endsWith('.ts')).map((name) => name.slice(0, -3).replace('/', ':'));
  const { commands } = JSON.parse(readFileSync(join(ROOT, 'oclif.manifest.json'), 'utf8'));
  expect(Object.keys(commands)).toEqual(ids.toSorted());
});
