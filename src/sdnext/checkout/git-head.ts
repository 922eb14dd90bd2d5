import { isAbsolute, join, resolve } from 'node:path';
import { readBoundedIfThere } from '../bounded-file.ts';

const COMMIT = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/;
const LONGEST_CHAIN = 5;
const LARGEST_FILE = 32 * 1024 * 1024;

export type GitHead = { readonly commit: string; readonly branch: string | null };

/** The commit a checkout stands on, read from the files of `.git`; null where there is none or it is damaged. */
export async function readGitHead(dir: string): Promise<GitHead | null> {
  try {
    const gitDir = await gitDirOf(dir);
    if (gitDir === null) return null;
    const head = (await readIfThere(join(gitDir, 'HEAD')))?.trim() ?? '';
    const commit = await resolveRef(gitDir, head, LONGEST_CHAIN);
    return commit === null ? null : { commit, branch: /^ref: refs\/heads\/(.+)$/.exec(head)?.[1] ?? null };
  } catch {
    return null;
  }
}

/** `.git` itself, or the folder that a worktree's or submodule's `.git` file names. */
async function gitDirOf(dir: string): Promise<string | null> {
  const dotGit = join(dir, '.git');
  if ((await readIfThere(join(dotGit, 'HEAD'))) !== null) return dotGit;
  const pointer = /^gitdir: (.+)$/m.exec((await readIfThere(dotGit)) ?? '')?.[1]?.trim();
  if (pointer === undefined) return null;
  return isAbsolute(pointer) ? pointer : resolve(dir, pointer);
}

async function resolveRef(gitDir: string, value: string, left: number): Promise<string | null> {
  if (COMMIT.test(value)) return value;
  const ref = /^ref: (refs\/[\w./+@-]+)$/.exec(value)?.[1];
  if (ref === undefined || ref.includes('..') || left === 0) return null;
  const common = await commonDirOf(gitDir);
  const loose = (await readIfThere(join(gitDir, ref))) ?? (await readIfThere(join(common, ref)));
  if (loose !== null) return resolveRef(gitDir, loose.trim(), left - 1);
  return packedCommit((await readIfThere(join(common, 'packed-refs'))) ?? '', ref);
}

async function commonDirOf(gitDir: string): Promise<string> {
  const common = (await readIfThere(join(gitDir, 'commondir')))?.trim();
  return common === undefined ? gitDir : resolve(gitDir, common);
}

function packedCommit(packed: string, ref: string): string | null {
  const line = packed.split(/\r?\n/).find((each) => each.endsWith(` ${ref}`));
  const commit = line?.slice(0, -ref.length - 1) ?? '';
  return COMMIT.test(commit) ? commit : null;
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readBoundedIfThere(path, LARGEST_FILE);
  } catch (error) {
    // `.git/HEAD` below a folder named HEAD, or `.git` itself where it is a folder.
    if (error instanceof Error && 'code' in error && ['ENOTREG', 'EISDIR'].includes(String(error.code)))
      return null;
    throw error;
  }
}
