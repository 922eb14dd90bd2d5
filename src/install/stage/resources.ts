import { stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Failure } from '../../findings/failure.ts';
import { errorCode } from '../../system/files.ts';

/** So many bytes will be written below `path`, which need not exist yet; `what` for the reader. */
export type SpaceNeed = { readonly path: string; readonly bytes: number; readonly what: string };

const SENTENCES: Readonly<Record<string, readonly [code: string, found: string, need: string]>> = {
  ENOSPC: ['disk-full', 'No space is left on the disk of', 'More free space there.'],
  EDQUOT: ['quota-exceeded', 'Your disk quota is used up at', 'A larger quota, or less in use.'],
  EROFS: ['read-only-filesystem', 'The filesystem is read-only at', 'A folder that can be written to.'],
  EACCES: ['no-write-permission', 'Writing is not permitted at', 'Permission to write to its folder.'],
  EPERM: ['no-write-permission', 'Writing is not permitted at', 'Permission to write to its folder.'],
  ENAMETOOLONG: ['path-too-long', 'The path is too long for this system:', 'A shorter path.'],
  ENOTDIR: ['not-a-folder', 'A file stands where a folder is needed, on the way to', 'A folder there.'],
  EXDEV: [
    'lower-layer',
    'An overlay filesystem cannot move what comes from a lower layer, such as a container image:',
    'The environment on a volume, at another path, or made anew when the image is built.',
  ],
  EBUSY: ['busy', 'The system holds it, as a mount point or for another program:', 'It released first.'],
  ESTALE: ['share-gone', 'The network drive does not know its own folder any more:', 'It mounted anew.'],
  EIO: ['disk-error', 'The disk reports an error at', 'A disk without errors.'],
};

/** What a system error about disk or permission means for the user, or null for any other error. */
export function resourceFailure(error: unknown, path: string): Failure | null {
  const [code, found, need] = SENTENCES[errorCode(error) ?? ''] ?? [];
  if (code === undefined || found === undefined || need === undefined) return null;
  return new Failure({ kind: 'notReady', code, found: `${found} ${path}.`, need });
}

/**
 * Adds up what is needed on each filesystem and compares it with what a user may still write there.
 * @throws Failure `notReady`, code `disk-full`, before anything is written
 */
export async function requireSpace(needs: readonly SpaceNeed[]): Promise<void> {
  const byDevice = new Map<number, SpaceNeed[]>();
  for (const need of needs) {
    const path = await nearestExisting(need.path);
    const { dev } = await stat(path);
    byDevice.set(dev, [...(byDevice.get(dev) ?? []), { ...need, path }]);
  }
  for (const group of byDevice.values()) await requireOnOneDisk(group);
}

async function requireOnOneDisk(group: readonly SpaceNeed[]): Promise<void> {
  const path = group[0]?.path ?? '/';
  const { bavail, bsize } = await statfs(path);
  const [free, needed] = [bavail * bsize, group.reduce((sum, { bytes }) => sum + bytes, 0)];
  if (needed <= free) return;
  const parts = group.map(({ what, bytes }) => `${what} ${readableBytes(bytes)}`);
  throw new Failure({
    kind: 'notReady',
    code: 'disk-full',
    found: `${readableBytes(free)} are free on the disk of ${path}.`,
    need: `${readableBytes(needed)} there: ${parts.join(', ')}.`,
  });
}

async function nearestExisting(path: string): Promise<string> {
  const seen = await stat(path).catch(() => null);
  return seen !== null || dirname(path) === path ? path : nearestExisting(dirname(path));
}

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** Decimal units, as disks and download pages count: 2.2 GB. */
export function readableBytes(bytes: number): string {
  const step = bytes < 1_000 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1_000 ** step;
  return `${step === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${UNITS[step]}`;
}
