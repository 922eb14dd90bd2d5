import { childEnv } from '../../system/child-env.ts';
import type { System } from '../../system/system.ts';

const FLUSH_LIMIT_MS = 600_000;
const FAULTS = [
  [/no space left/i, 'ENOSPC'],
  [/quota exceeded/i, 'EDQUOT'],
  [/input\/output error/i, 'EIO'],
] as const;

/**
 * Has everything on the filesystem of `stage` written to the disk: after a power cut a file that was closed, but
 * not flushed, is there and empty. Where the system has no `sync`, as Windows, it is left to its own time.
 * @throws an error with the system's code where the disk takes it no more, as a network drive says only now
 */
export async function flushToDisk(stage: string, system: System): Promise<void> {
  if (system.platform === 'win32') return;
  const { stderr } = await system.run({
    file: 'sync',
    args: system.platform === 'linux' ? ['-f', stage] : [],
    env: childEnv(system, { LC_ALL: 'C' }),
    timeoutMs: FLUSH_LIMIT_MS,
    signal: system.signal,
  });
  const fault = FAULTS.find(([sign]) => sign.test(stderr));
  if (fault !== undefined) throw Object.assign(new Error(stderr.trim()), { code: fault[1] });
}
