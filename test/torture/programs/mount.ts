import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

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

const FILESYSTEMS = fileURLToPath(new URL('./filesystems.sh', import.meta.url));

/** Does `work` in a folder on a filesystem of that kind. False, said aloud, where its driver or its tools lack. */
export async function onFilesystem(
  { kind, lower = '' }: { readonly kind: string; readonly lower?: string },
  work: (dir: string) => Promise<void>,
): Promise<boolean> {
  const root = mkdtempSync(join(tmpdir(), 'sdn-fs-'));
  const [dir, layers] = [join(root, 'at'), join(root, 'work')];
  for (const folder of [dir, layers]) mkdirSync(folder);
  const { status } = spawnSync('/bin/sh', [FILESYSTEMS, kind, dir, layers, lower], { stdio: 'ignore' });
  const gone = () => {
    spawnSync('umount', ['-l', dir]);
    const { stdout } = spawnSync('losetup', ['-nO', 'NAME', '-j', join(layers, 'image')], {
      encoding: 'utf8',
    });
    for (const device of (stdout ?? '').split('\n').filter(Boolean)) spawnSync('losetup', ['-d', device]);
    rmSync(root, { recursive: true, force: true });
  };
  if (status === 0) await work(dir).finally(gone);
  else gone();
  if (status !== 0) process.stdout.write(`torture: no ${kind} to be had here, its test is skipped\n`);
  return status === 0;
}
