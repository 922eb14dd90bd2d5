import { execFileSync } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BASE_PYTHON, emptyFolder } from '../fixtures/environments/tiny.ts';
import { mountable, mounted } from './programs/mount.ts';
import {
  changesOf,
  copyOf,
  launch,
  type Program,
  prepared,
  removeBundles,
  report,
  stateAt,
  tracesIn,
  workerProgram,
} from './programs/torture.ts';

const CUT = fileURLToPath(new URL('./programs/power-cut.py', import.meta.url));
const KINDS = [
  { kind: 'ext4', size: '48M', make: 'mkfs.ext4' },
  { kind: 'xfs', size: '320M', make: 'mkfs.xfs' },
] as const;
const INSTANTS = 8;

let program: Program;
let changes: readonly string[];
beforeAll(async () => {
  program = await workerProgram();
  changes = await changesOf(program(await copyOf(await prepared(program, '1.0')), 'replace', '2.0'));
});
afterAll(removeBundles);

describe.runIf(mountable)('power', () => {
  test.for(KINDS)('cut during a reinstall on $kind, it leaves a whole environment', async (kind, context) => {
    const root = await emptyFolder('sdn-power-');
    const model = await modelOf(kind, root).catch(() => null);
    if (model === null) return context.skip(`torture: no ${kind.kind} to be had here`);
    const failures: string[] = [];
    // The last one is after the end: what was said to be done must be.
    for (const instant of instants()) failures.push(...(await cutAt(instant, model, root)));
    await rm(root, { recursive: true });
    report(`power cut on ${kind.kind}`, `${instants().length} of ${changes.length} instants`, failures);
    expect(failures).toEqual([]);
  });
});

/** The instants around the renames at the end, where environments move, some before, and one after the end. */
function instants(): readonly number[] {
  const first = changes.length - INSTANTS + 3;
  const early = Array.from({ length: 3 }, (_, index) => Math.floor((index * first) / 3) + 1);
  const late = Array.from({ length: INSTANTS - 2 }, (_, index) => first + index);
  return [...early, ...late.filter((instant) => instant <= changes.length), changes.length + 1];
}

/** A filesystem with an environment of version 1.0, safe on its disk. */
async function modelOf({ size, make, kind }: (typeof KINDS)[number], root: string): Promise<string> {
  const image = join(root, 'model');
  execFileSync('truncate', ['-s', size, image]);
  execFileSync(make, ['-q', image], { stdio: 'ignore' });
  const at = join(root, 'at');
  await mkdir(at);
  await mounted(['-t', kind, '-o', 'loop', image, at], async () => {
    await rm(join(at, 'lost+found'), { recursive: true, force: true });
    await launch(program(at, 'replace', '1.0'));
  });
  return image;
}

async function cutAt(instant: number, model: string, root: string): Promise<readonly string[]> {
  const [image, at] = [join(root, 'image'), join(root, 'at')];
  execFileSync('cp', ['--sparse=always', model, image]);
  const cut = [BASE_PYTHON, '-I', CUT, at] as const;
  await mounted(['-o', 'loop', image, at], async () => {
    const env = { DIE_AT: String(instant), FIRST: JSON.stringify(cut) };
    const { signal } = await launch(program(at, 'replace', '2.0'), { env });
    if (signal === null) execFileSync(cut[0], cut.slice(1));
  });
  const wrong: string[] = [];
  await mounted(['-o', 'loop', image, at], async () => {
    const after = await stateAt(at);
    if (!['1.0', '2.0'].includes(after)) wrong.push(`${after} after the cut`);
    const { code, stderr } = await launch(program(at, 'recover'));
    if (code !== 0) wrong.push(`recover ended with ${code}: ${stderr}`);
    const [end, traces] = [await stateAt(at), await tracesIn(at)];
    if (!['1.0', '2.0'].includes(end)) wrong.push(`${end} in the end`);
    if (instant > changes.length && end !== '2.0') wrong.push(`${end}, though it had ended`);
    if (traces.length > 0) wrong.push(`left ${traces.join(', ')}`);
  });
  return wrong.map((each) => `change ${instant} (${changes[instant - 1] ?? 'after the end'}): ${each}`);
}
