import { execFileSync } from 'node:child_process';
import { rm, statfs } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { emptyFolder } from '../fixtures/environments/tiny.ts';
import { mountable, mounted } from './programs/mount.ts';
import {
  launch,
  type Program,
  removeBundles,
  report,
  stateAt,
  tracesIn,
  workerProgram,
} from './programs/torture.ts';

let program: Program;
beforeAll(async () => {
  program = await workerProgram();
});
afterAll(removeBundles);

const PAGE = 4096;
/** More steps than a replacement needs; the first success ends the series. */
const STEPS = 120;

const LIMITS = [
  {
    what: 'blocks',
    used: async (dir: string) => used(await statfs(dir)),
    option: (n: number) => `size=${n * PAGE}`,
  },
  {
    what: 'inodes',
    used: async (dir: string) => usedFiles(await statfs(dir)),
    option: (n: number) => `nr_inodes=${n}`,
  },
] as const;

test.skipIf(!mountable).each(LIMITS)(
  'a disk that runs out of $what, at whichever step, costs nothing',
  async ({ what, used: count, option }) => {
    const dir = await emptyFolder('sdn-full-');
    const failures: string[] = [];
    let rounds = 0;
    await mounted(['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', dir], async () => {
      await launch(program(dir, 'replace', '1.0'));
      let done = false;
      for (let spare = 0; spare < STEPS && !done; spare += 1) {
        rounds += 1;
        remount(dir, option((await count(dir)) + spare));
        const { code, stderr } = await launch(program(dir, 'replace', '2.0'));
        done = code === 0;
        remount(dir, 'size=16m,nr_inodes=10000');
        const [state, traces] = [await stateAt(dir), await tracesIn(dir)];
        if (state !== (done ? '2.0' : '1.0')) failures.push(`with ${spare} left: ${state} (${stderr})`);
        if (traces.length > 0) failures.push(`with ${spare} left: ${traces.join(', ')} (${stderr})`);
      }
      if (!done) failures.push('it never went through');
    });
    report(`full disk (${what})`, `${rounds} sizes`, failures);
    await rm(dir, { recursive: true });
    expect(failures).toEqual([]);
  },
);

function remount(dir: string, options: string): void {
  execFileSync('mount', ['-o', `remount,${options}`, dir]);
}

function used({ blocks, bfree, bsize }: { blocks: number; bfree: number; bsize: number }): number {
  return Math.ceil(((blocks - bfree) * bsize) / PAGE);
}

function usedFiles({ files, ffree }: { files: number; ffree: number }): number {
  return files - ffree;
}
