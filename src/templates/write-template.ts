import { chmod, mkdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Failure } from '../findings/failure.ts';
import type { Plan } from '../install/plan.ts';
import { readIfThere, writeAtomically } from '../system/files.ts';
import { whyUnreadable } from '../system/why-unreadable.ts';
import type { ReadyFile } from './read-template.ts';

/** What writing one file would mean for what lies there. */
export type Writing = {
  readonly file: ReadyFile;
  /** Absolute. */
  readonly target: string;
  readonly change: 'new' | 'same' | 'replaces';
};

/** Looks before anything is written. @throws Failure `usage` where a folder has the name of a file */
export async function previewWriting(files: readonly ReadyFile[], dir: string): Promise<readonly Writing[]> {
  return Promise.all(files.map((file) => previewFile(file, join(dir, file.path))));
}

async function previewFile(file: ReadyFile, target: string): Promise<Writing> {
  const there = await readThere(target);
  if (there === null) return { file, target, change: 'new' };
  return { file, target, change: there === file.content ? 'same' : 'replaces' };
}

async function readThere(target: string): Promise<string | null> {
  try {
    return await readIfThere(target);
  } catch (error) {
    throw new Failure({
      kind: 'usage',
      code: 'file-not-readable',
      found: `${target} cannot be read: ${whyUnreadable(error)}.`,
      need: 'A path where a file is or can be',
    });
  }
}

/** Each file, where it goes, and what it does to what is there. */
export function writingPlan(writings: readonly Writing[]): Plan {
  const steps = writings.map(({ file, change }) => ({
    id: `write:${file.path}`,
    title: file.path,
    detail: `${CHANGES[change]}, ${file.content.split('\n').length - 1} lines`,
  }));
  return { schema: 'sdn.plan/1', steps };
}

const CHANGES = { new: 'new', same: 'there, the same', replaces: 'there and different: replaced' } as const;

/** Writes what is not there yet or differs, each file whole or not at all. Returns the paths, below `--dir`. */
export async function writeFiles(writings: readonly Writing[]): Promise<readonly string[]> {
  const wanted = writings.filter(({ change }) => change !== 'same');
  for (const { file, target } of wanted) {
    await mkdir(dirname(target), { recursive: true });
    await writeAtomically(target, file.content);
    if (file.executable) await chmod(target, (await stat(target)).mode | 0o111);
  }
  return wanted.map(({ file }) => file.path);
}
