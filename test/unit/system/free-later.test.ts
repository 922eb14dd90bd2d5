import { readdirSync, readlinkSync, statfsSync, unlinkSync } from 'node:fs';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { deleteTree } from '../../../src/system/delete-tree.ts';
import { freeingOn } from '../../../src/system/free-later.ts';
import { emptyFolder } from '../../fixtures/environments/tiny.ts';
import { mountable, mounted } from '../../torture/programs/mount.ts';

const linux = process.platform === 'linux';
/** statfs(2): ext2, ext3 and ext4, the only ones where anything is held. */
const extHere = linux && statfsSync(tmpdir()).type === 0xef53;

/** What this process holds open under `folder`; of what has been removed Linux says ` (deleted)`. */
function heldIn(folder: string): readonly string[] {
  return readdirSync('/proc/self/fd')
    .map(targetOf)
    .filter((target) => target.startsWith(folder));
}

function targetOf(fd: string): string {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    return '';
  }
}

test.skipIf(!linux).each([10, 1_500])('of %i folders and files nothing stays open', async (count) => {
  const root = await emptyFolder('sdn-held-');
  const names = Array.from({ length: count }, (_, index) => join(root, 'tree', `folder-${index}`));
  await mkdir(join(root, 'tree'));
  await Promise.all(names.map((name) => mkdir(name)));
  await Promise.all(names.map((name) => writeFile(join(name, 'file'), 'x')));
  expect(await deleteTree(join(root, 'tree'))).toMatchObject({ files: count, left: [], finished: true });
  await vi.waitFor(() => expect(heldIn(root)).toEqual([]));
});

test.skipIf(!extHere)('no more than 512 things are held, and what is not held goes as well', async () => {
  const root = await emptyFolder('sdn-most-');
  const names = Array.from({ length: 700 }, (_, index) => join(root, `file-${index}`));
  await Promise.all(names.map((name) => writeFile(name, 'x')));
  const freeing = freeingOn(root);
  const removal = (name: string) => () => {
    unlinkSync(name);
    return heldIn(name).length > 0;
  };
  expect(names.filter((name) => freeing.during(name, removal(name)))).toHaveLength(512);
  expect(readdirSync(root)).toEqual([]);
  freeing.end();
  await vi.waitFor(() => expect(heldIn(root)).toEqual([]));
});

test.skipIf(!linux)('what cannot be removed is let go, and the reason is thrown', async () => {
  const root = await emptyFolder('sdn-thrown-');
  const freeing = freeingOn(root);
  const refusal = () => {
    throw new Error('no');
  };
  expect(() => freeing.during(root, refusal)).toThrow('no');
  freeing.end();
  await vi.waitFor(() => expect(heldIn(root)).toEqual([]));
});

test.skipIf(!mountable)('on another kind of filesystem nothing is held', async () => {
  const root = await emptyFolder('sdn-tmpfs-');
  await mounted(['-t', 'tmpfs', 'tmpfs', root], async () => {
    await writeFile(join(root, 'file'), 'x');
    const freeing = freeingOn(root);
    const held = freeing.during(join(root, 'file'), () => {
      unlinkSync(join(root, 'file'));
      return heldIn(root).length > 0;
    });
    expect(held).toBe(false);
  });
});

test.skipIf(!linux)('a link is not followed to be held', async () => {
  const root = await emptyFolder('sdn-link-');
  await writeFile(join(root, 'target'), 'x');
  await symlink('target', join(root, 'link'));
  expect(freeingOn(root).during(join(root, 'link'), () => heldIn(root).length === 0)).toBe(true);
});
