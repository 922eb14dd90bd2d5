import { chmod, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../../findings/failure.ts';
import { errorCode } from '../../system/files.ts';
import type { System } from '../../system/system.ts';

/**
 * Tries in the empty folder `stage` what an environment needs of its filesystem outside Windows: a link to the
 * Python elsewhere, and programs that start. FAT, exFAT and some network drives have no links, or none that lead
 * out (sshfs with `contain_symlinks`); `noexec` mounts start nothing.
 * @throws Failure `notReady` before anything is downloaded
 */
export async function requireUsableFilesystem(stage: string, system: System): Promise<void> {
  if (system.platform === 'win32') return;
  await requireLinks(join(stage, 'link'));
  await requireStarts(join(stage, 'program'), system);
}

async function requireLinks(path: string): Promise<void> {
  try {
    await symlink('/bin/sh', path);
    await stat(path);
  } catch (error) {
    const code = errorCode(error) ?? '';
    if (['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EINVAL'].includes(code)) throw unusable(path, LINKLESS);
    throw error;
  }
  await rm(path);
}

async function requireStarts(file: string, system: System): Promise<void> {
  await writeFile(file, '#!/bin/sh\nexit 0\n');
  await chmod(file, 0o700);
  const { status } = await system.run({ file, args: [], env: {}, timeoutMs: 10_000, signal: system.signal });
  if (status === 'denied') throw unusable(file, INERT);
  await rm(file);
}

const LINKLESS = {
  code: 'filesystem-without-links',
  lack: 'has no symbolic links that lead to programs elsewhere',
  need: 'A folder on a filesystem with links, such as ext4, XFS, Btrfs or APFS.',
} as const;
const INERT = {
  code: 'filesystem-without-programs',
  lack: 'starts no programs: it is mounted noexec, or keeps no permissions',
  need: 'A folder on a filesystem from which programs start.',
} as const;

function unusable(path: string, { code, lack, need }: typeof LINKLESS | typeof INERT): Failure {
  return new Failure({
    kind: 'notReady',
    code,
    found: `The filesystem of ${join(path, '..', '..')} ${lack}.`,
    need,
  });
}
