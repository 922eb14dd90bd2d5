import { existsSync } from 'node:fs';
import { link, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { deleteTree } from '../../../src/system/delete-tree.ts';
import { emptyFolder } from '../../fixtures/environments/tiny.ts';

test('files, links and bytes are counted, each name once', async () => {
  const root = await emptyFolder('sdn-counted-');
  const tree = join(root, 'tree');
  await mkdir(join(tree, 'a', 'empty'), { recursive: true });
  await writeFile(join(tree, 'five'), '12345');
  await writeFile(join(tree, 'a', 'seven'), '1234567');
  await link(join(tree, 'five'), join(tree, 'a', 'five again'));
  await symlink('five', join(tree, 'link'));
  expect(await deleteTree(tree)).toEqual({ files: 4, bytes: 5 + 7 + 5 + 4, left: [], finished: true });
  expect(existsSync(tree)).toBe(false);
});

test('what is not there is nothing, nor is what would be in a folder that is not there', async () => {
  const root = await emptyFolder('sdn-nothing-');
  const nothing = { files: 0, bytes: 0, left: [], finished: true };
  expect(await deleteTree(join(root, 'tree'))).toEqual(nothing);
  expect(await deleteTree(join(root, 'none', 'tree'))).toEqual(nothing);
});

test('the current folder is the same afterwards', async () => {
  const before = process.cwd();
  const tree = join(await emptyFolder('sdn-current-'), 'tree');
  await mkdir(join(tree, 'inner'), { recursive: true });
  await deleteTree(tree);
  expect(process.cwd()).toBe(before);
});

test.skipIf(process.platform === 'win32')('from inside the tree it goes as well', async () => {
  const before = process.cwd();
  const tree = join(await emptyFolder('sdn-inside-'), 'tree');
  await mkdir(join(tree, 'inner'), { recursive: true });
  process.chdir(join(tree, 'inner'));
  try {
    expect(await deleteTree(tree)).toMatchObject({ left: [], finished: true });
    expect(existsSync(tree)).toBe(false);
  } finally {
    process.chdir(before);
  }
});
