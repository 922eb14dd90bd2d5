import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { deleteTree } from '../../src/system/delete-tree.ts';
import { BASE_PYTHON, emptyFolder } from '../fixtures/environments/tiny.ts';
import { mountable, mounted } from './programs/mount.ts';
import { report } from './programs/torture.ts';

const ATTACKER = fileURLToPath(new URL('./programs/swap-in.py', import.meta.url));
const ROUNDS = 60;
const NAMES = Array.from({ length: 40 }, (_, index) => `file-${index}`);

test('a link swapped in for a folder while it is deleted leads nowhere', async () => {
  const failures: string[] = [];
  let left = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const { root, victim, tree, link } = await scene();
    const attacker = spawn(BASE_PYTHON, ['-I', ATTACKER, join(tree, 'lib', 'sub'), link]);
    await once(attacker.stdout, 'data');
    left += (await deleteTree(tree)).left.length;
    attacker.kill('SIGKILL');
    const missing = NAMES.length * 2 - (await readdir(victim, { recursive: true })).length + 1;
    if (missing > 0) failures.push(`round ${round}: ${missing} files of the victim are gone`);
    await rm(root, { recursive: true, force: true });
  }
  report('links swapped in', `${ROUNDS} deletions under attack, ${left} folders left alone`, failures);
  expect(failures).toEqual([]);
});

/** A tree whose folder `lib/sub` an attacker exchanges for a link to a folder with files of the same names. */
async function scene() {
  const root = await emptyFolder('sdn-attack-');
  const [victim, tree] = [join(root, 'victim'), join(root, '.venv-old')];
  for (const folder of [victim, join(tree, 'lib', 'sub')]) {
    await mkdir(join(folder, 'inner'), { recursive: true });
    await Promise.all(
      NAMES.flatMap((name) => [join(folder, name), join(folder, 'inner', name)]).map((path) =>
        writeFile(path, 'x'),
      ),
    );
  }
  const link = join(root, 'link');
  await symlink(victim, link);
  return { root, victim, tree, link };
}

test('links to folders and files, at every level, go; what they lead to stays', async () => {
  const { victim, tree } = await scene();
  for (const level of [tree, join(tree, 'lib'), join(tree, 'lib', 'sub', 'inner')]) {
    await symlink(victim, join(level, 'to-folder'));
    await symlink(join(victim, 'file-1'), join(level, 'to-file'));
    await symlink('/nowhere', join(level, 'to-nothing'));
  }
  expect(await deleteTree(tree)).toMatchObject({ finished: true, left: [] });
  expect(existsSync(tree)).toBe(false);
  expect(await readdir(victim)).toHaveLength(NAMES.length + 1);
});

test('a link in place of the tree itself is unlinked and not followed', async () => {
  const { victim, link } = await scene();
  await deleteTree(link);
  expect(existsSync(link)).toBe(false);
  expect(await readdir(victim)).toHaveLength(NAMES.length + 1);
});

test.skipIf(!mountable)(
  'what is mounted inside stays: another filesystem, a folder, a file of the same one',
  async () => {
    const { victim, tree } = await scene();
    await mkdir(join(tree, 'tmpfs here'));
    await mkdir(join(tree, 'bound'));
    await writeFile(join(tree, 'bound-file'), '');
    await mounted(['-t', 'tmpfs', 'tmpfs', join(tree, 'tmpfs here')], async () => {
      await writeFile(join(tree, 'tmpfs here', 'precious'), 'x');
      await mounted(['--bind', victim, join(tree, 'bound')], async () => {
        await mounted(['--bind', join(victim, 'file-1'), join(tree, 'bound-file')], async () => {
          const { left } = await deleteTree(tree);
          expect(left.map(({ path }) => path).sort()).toEqual(
            ['bound', 'bound-file', 'tmpfs here'].map((name) => join(tree, name)),
          );
        });
      });
      expect(existsSync(join(tree, 'tmpfs here', 'precious'))).toBe(true);
    });
    expect(await readdir(victim)).toHaveLength(NAMES.length + 1);
    expect(await deleteTree(tree)).toMatchObject({ finished: true, left: [] });
  },
);

test.skipIf(!mountable)('a file that nobody may remove is named', async () => {
  const { tree } = await scene();
  const stuck = join(tree, 'lib', 'sub', 'file-7');
  execFileSync('chattr', ['+i', stuck]);
  const { left } = await deleteTree(tree);
  execFileSync('chattr', ['-i', stuck]);
  expect(left).toEqual([{ path: stuck, why: 'EPERM' }]);
  expect(await deleteTree(tree)).toMatchObject({ finished: true, left: [] });
});

test('folders without permissions are opened and removed', async () => {
  const { tree } = await scene();
  execFileSync('chmod', ['-R', 'a-w', tree]);
  execFileSync('chmod', ['000', join(tree, 'lib', 'sub')]);
  expect(await deleteTree(tree)).toMatchObject({ finished: true, left: [] });
  expect(existsSync(tree)).toBe(false);
});

test('a tree that somebody still writes into goes as soon as the writer ends', async () => {
  const { tree } = await scene();
  const script =
    'import os,sys,time\nfor i in range(60):\n  open(os.path.join(sys.argv[1], f"new{i}"), "w").close()\n  time.sleep(0.01)\n';
  const writer = spawn(BASE_PYTHON, ['-I', '-c', script, tree]);
  await once(writer, 'spawn');
  expect(await deleteTree(tree)).toMatchObject({ finished: true, left: [] });
  expect(existsSync(tree)).toBe(false);
});

test('a deletion that is asked to stop says that it is not finished', async () => {
  const { tree } = await scene();
  let questions = 0;
  const { finished } = await deleteTree(tree, () => {
    questions += 1;
    return questions > 2;
  });
  expect(finished).toBe(false);
  expect(await deleteTree(tree)).toMatchObject({ finished: true, left: [] });
});
