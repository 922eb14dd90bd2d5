import { execFileSync } from 'node:child_process';
import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { emptyFolder } from '../fixtures/environments/tiny.ts';
import { makeWheel, wheelName } from '../fixtures/environments/wheel.ts';
import { makeWorld, reportOf } from '../fixtures/world/world.ts';
import { mountable, onFilesystem } from './programs/mount.ts';
import {
  launch,
  type Program,
  prepared,
  removeBundles,
  stateAt,
  tracesIn,
  workerProgram,
} from './programs/torture.ts';

let program: Program;
beforeAll(async () => {
  program = await workerProgram();
});
afterAll(removeBundles);

const GOOD = ['ext4', 'xfs', 'btrfs', 'ntfs', 'overlay', 'fuse-overlayfs', 'sshfs'] as const;
const UNFIT = [
  ['exfat', 'filesystem-without-links'],
  ['sshfs-contained', 'filesystem-without-links'],
  ['noexec', 'filesystem-without-programs'],
] as const;
const LAYERED = ['overlay', 'fuse-overlayfs'] as const;
const FULL = [
  ['small', 'disk-full'],
  ['quota', 'quota-exceeded'],
] as const;

describe.runIf(mountable)('filesystems', () => {
  test.for(GOOD)(
    'on %s an environment is made, replaced, killed, recovered, removed',
    async (kind, context) => {
      const had = await onFilesystem({ kind }, async (dir) => {
        for (const version of ['1.0', '2.0'])
          expect(await launch(program(dir, 'replace', version))).toMatchObject({ code: 0 });
        expect([await stateAt(dir), await tracesIn(dir)]).toEqual(['2.0', []]);
        await launch(program(dir, 'replace', '3.0'), { killAfterMs: 600 });
        expect(await launch(program(dir, 'recover'))).toMatchObject({ code: 0 });
        expect(['2.0', '3.0']).toContain(await stateAt(dir));
        expect(await tracesIn(dir)).toEqual([]);
        expect(await launch(program(dir, 'remove'))).toMatchObject({ code: 0 });
        expect([await stateAt(dir), await tracesIn(dir)]).toEqual(['nothing', []]);
      });
      context.skip(!had);
    },
  );

  test.for(UNFIT)('on %s it is refused before anything is built: %s', async ([kind, code], context) => {
    const had = await onFilesystem({ kind }, async (dir) => {
      const ended = await launch(program(dir, 'replace', '1.0'));
      expect(ended).toMatchObject({ code: 3, stderr: expect.stringContaining(code) });
      expect([await stateAt(dir), await tracesIn(dir)]).toEqual(['nothing', []]);
    });
    context.skip(!had);
  });

  test.for(LAYERED)('what comes from a lower layer of %s stays, with the reason', async (kind, context) => {
    const had = await onFilesystem({ kind, lower: await prepared(program, '1.0') }, async (dir) => {
      for (const task of [['replace', '2.0'], ['remove']]) {
        const ended = await launch(program(dir, ...task));
        expect(ended).toMatchObject({ code: 3, stderr: expect.stringContaining('lower-layer') });
        expect([await stateAt(dir), await tracesIn(dir)]).toEqual(['1.0', []]);
      }
    });
    context.skip(!had);
  });

  test('an environment that is a mount point is refused before anything is built', async () => {
    const dir = await prepared(program, '1.0');
    const [venv, volume] = [join(dir, 'venv'), join(await emptyFolder(), 'volume')];
    await cp(venv, volume, { recursive: true, verbatimSymlinks: true });
    execFileSync('mount', ['--bind', volume, venv]);
    const ended = await launch(program(dir, 'replace', '2.0'));
    const after = [await stateAt(dir), await tracesIn(dir)];
    execFileSync('umount', [venv]);
    expect(ended).toMatchObject({ code: 8, stderr: expect.stringContaining('mount-point') });
    expect(after).toEqual(['1.0', []]);
  });

  test.for(FULL)('%s: filled up while uv writes, it rolls back: %s', async ([kind, code], context) => {
    const world = await makeWorld();
    const install = ['--use-openvino', '--runtime-only', '--offline', '--no-verify', '--json'];
    const run = (command: string, links: string, dir: string) =>
      world.sdn([command, ...install, '--find-links', links, '--dir', dir]);
    const had = await onFilesystem({ kind }, async (dir) => {
      expect(await run('install', await wheels(0), dir)).toMatchObject({ code: 0 });
      execFileSync('rm', [join(dir, 'sdn.lock')]);
      const before = say(dir);
      const ended = await run('reinstall', await wheels(60_000_000), dir);
      expect(reportOf(ended).error).toMatchObject({ code, exit: 6, message: expect.stringContaining(dir) });
      expect([ended.code, say(dir), await tracesIn(dir)]).toEqual([6, before, []]);
    });
    await world.remove();
    context.skip(!had);
  });
});

/** Wheels that are small and unpack to so many bytes more: no calculation beforehand can know. */
async function wheels(bytes: number): Promise<string> {
  const folder = await emptyFolder('sdn-wheels-');
  for (const name of ['openvino', 'numpy', 'pip', 'setuptools', 'wheel']) {
    const version = VERSIONS[name] ?? '1.0';
    const main = `def main():\n    print('${name} ${bytes}')\n`;
    const files = {
      [`${name}/__init__.py`]: main,
      [`${name}/data.bin`]: '\0'.repeat(name === 'openvino' ? bytes : 1),
    };
    const content = { name, version, files, scripts: { [`${name}-say`]: `${name}:main` } };
    await writeFile(join(folder, wheelName(content)), makeWheel(content));
  }
  return folder;
}

const VERSIONS: Readonly<Record<string, string>> = {
  openvino: '2026.2.1',
  numpy: '2.1.2',
  pip: '26.0',
  setuptools: '69.5.1',
  wheel: '0.45.1',
};

function say(dir: string): string {
  return execFileSync(join(dir, 'venv', 'bin', 'openvino-say'), { encoding: 'utf8' }).trim();
}
