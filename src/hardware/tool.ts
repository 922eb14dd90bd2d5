import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { childEnv } from '../system/child-env.ts';
import type { Outcome } from '../system/run.ts';
import type { System } from '../system/system.ts';
import type { ProbeRecord } from './facts.ts';
import { under } from './tree.ts';

/** One vendor tool may take this long; then it is stopped with its children. */
const TOOL_LIMIT_MS = 3_000;

const USUAL_FOLDERS = ['/usr/bin', '/usr/local/bin', '/usr/sbin', '/sbin', '/run/current-system/sw/bin'];

/**
 * The absolute path of a tool: the absolute folders of PATH, then the usual ones, then `more`. Never the current
 * folder, and never a relative one. Null where the tool is not installed.
 */
export async function toolPath(
  system: System,
  name: string,
  more: readonly string[] = [],
): Promise<string | null> {
  const folders = [...pathFolders(system), ...(system.platform === 'win32' ? [] : USUAL_FOLDERS), ...more];
  const file = system.platform === 'win32' ? `${name}.exe` : name;
  for (const folder of new Set(folders)) {
    const path = system.root === '/' ? join(folder, file) : under(system, join(folder, file));
    if (await startable(path)) return path;
  }
  return null;
}

/** Runs a tool inside its time box, from a folder that holds nothing. */
export async function runTool(system: System, file: string, args: readonly string[]): Promise<Outcome> {
  return system.run({
    file,
    args,
    timeoutMs: TOOL_LIMIT_MS,
    cwd: tmpdir(),
    env: { ...childEnv(system), LC_ALL: 'C' },
    maxOutputBytes: 1024 * 1024,
    signal: system.signal,
  });
}

/** How a tool's run counts as a probe; null where it ended well and its output is to be read. */
export function failureOf(outcome: Outcome): Exclude<ProbeRecord['status'], 'ok'> | null {
  if (outcome.status === 'exited') return outcome.exitCode === 0 ? null : 'crashed';
  if (outcome.status === 'overflow') return 'garbage';
  if (outcome.status === 'absent' || outcome.status === 'denied' || outcome.status === 'timeout')
    return outcome.status;
  return outcome.status === 'cancelled' ? 'timeout' : 'crashed';
}

/** The first line that a tool said, for the record. */
export function firstLine(outcome: Outcome): string {
  return `${outcome.stdout}\n${outcome.stderr}`.trim().split('\n')[0]?.trim().slice(0, 200) ?? '';
}

function pathFolders(system: System): readonly string[] {
  const separator = system.platform === 'win32' ? ';' : ':';
  const folders = (system.env.PATH ?? system.env.Path ?? '').split(separator);
  return folders.filter((folder) => isAbsolute(folder) && resolve(folder) !== resolve(system.cwd));
}

async function startable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
