import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Whether filesystems can be mounted here: Linux, root, and a container that lets root do so. */
export const mountable = tryMount();
if (!mountable) process.stdout.write('torture: no mount permitted here, tests that need one are skipped\n');

function tryMount(): boolean {
  if (process.platform !== 'linux') return false;
  const folder = mkdtempSync(join(tmpdir(), 'sdn-mount-'));
  const { status } = spawnSync('mount', ['-t', 'tmpfs', 'tmpfs', folder]);
  if (status === 0) spawnSync('umount', [folder]);
  rmdirSync(folder);
  return status === 0;
}

/** Mounts, does `work`, unmounts. The last argument is the mount point. */
export async function mounted(args: readonly string[], work: () => Promise<void>): Promise<void> {
  execFileSync('mount', [...args]);
  try {
    await work();
  } finally {
    execFileSync('umount', ['-l', args.at(-1) ?? '']);
  }
}
