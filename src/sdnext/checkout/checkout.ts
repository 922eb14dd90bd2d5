import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { childEnv } from '../../system/child-env.ts';
import type { System } from '../../system/system.ts';
import { readBoundedIfThere } from '../bounded-file.ts';
import { readGitHead } from './git-head.ts';
import { type CheckoutPins, readPins } from './pins.ts';

/** An SD.Next checkout, known from its files; nothing of it is ever imported or run. */
export type Checkout = {
  readonly dir: string;
  readonly commit: string | null;
  readonly branch: string | null;
  /** The day of its code, `2026-07-23`; null where neither git nor its change log tells. */
  readonly date: string | null;
  readonly dateFrom: 'git' | 'change log' | null;
  readonly pins: CheckoutPins | null;
};

const LARGEST_CHANGE_LOG = 16 * 1024 * 1024;
const GIT_TIMEOUT_MS = 3_000;

/** The checkout in `dir`, or null where none is: no `launch.py` and `installer.py` side by side. */
export async function readCheckout(system: System, dir: string): Promise<Checkout | null> {
  if (!(await isFile(join(dir, 'launch.py'))) || !(await isFile(join(dir, 'installer.py')))) return null;
  const [head, pins, fromGit] = await Promise.all([
    readGitHead(dir),
    readPins(dir, system.platform),
    gitDate(system, dir),
  ]);
  const date = fromGit ?? (await changeLogDate(dir));
  const dateFrom = date === null ? null : fromGit === null ? 'change log' : 'git';
  return { dir, commit: head?.commit ?? null, branch: head?.branch ?? null, date, dateFrom, pins };
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isFile() === true;
}

/** Asks git for a date only: no hook, helper, pager or signature check of the checkout's own configuration runs. */
async function gitDate(system: System, dir: string): Promise<string | null> {
  const quiet = [
    '-c',
    'core.fsmonitor=false',
    '-c',
    'log.showSignature=false',
    '-c',
    'core.hooksPath=/dev/null',
  ];
  const outcome = await system.run({
    file: 'git',
    args: ['--no-pager', ...quiet, 'show', '--no-patch', '--format=%cs', 'HEAD'],
    cwd: dir,
    timeoutMs: GIT_TIMEOUT_MS,
    env: childEnv(system, { GIT_CEILING_DIRECTORIES: dirname(dir), GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C' }),
  });
  return outcome.exitCode === 0 ? (/^\d{4}-\d\d-\d\d$/m.exec(outcome.stdout)?.[0] ?? null) : null;
}

async function changeLogDate(dir: string): Promise<string | null> {
  const text = await readBoundedIfThere(join(dir, 'CHANGELOG.md'), LARGEST_CHANGE_LOG).catch(() => null);
  return /^## Update for (\d{4}-\d\d-\d\d)/m.exec(text ?? '')?.[1] ?? null;
}

/** Whether the checkout has code of `day` or later; null where its age is not known. */
export function isSince(checkout: Checkout | null, day: string): boolean | null {
  const date = checkout?.date ?? null;
  return date === null ? null : date >= day;
}
