import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { definedEnv, type System } from './system.ts';

/** A killed process is gone in milliseconds, unless its disk does not answer. */
const PAUSES_MS = [2, 5, 10, 20, 50, 100, 200, 500, 1_000, 1_000, 1_000];

/**
 * Ends every process whose command line names one of `paths`, and waits up to 4 s until none is left. Only for
 * paths that nobody but sdn's own children can know: the folders of a run that has died. Processes of other users
 * are left alone.
 */
export async function endProcessesNaming(paths: readonly string[], system: System): Promise<void> {
  for (const ms of PAUSES_MS) {
    const pids = await processesNaming(paths, system);
    if (pids.length === 0) return;
    for (const pid of pids) end(pid);
    await pause(ms);
  }
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself, or is another user's.
  }
}

async function processesNaming(paths: readonly string[], system: System): Promise<readonly number[]> {
  const all = system.platform === 'linux' ? await linuxProcesses(system.root) : await listed(system);
  return all
    .filter(({ pid, command }) => pid !== process.pid && paths.some((path) => command.includes(path)))
    .map(({ pid }) => pid);
}

type Process = { readonly pid: number; readonly command: string };

async function linuxProcesses(root: string): Promise<readonly Process[]> {
  const pids = (await readdir(join(root, 'proc'))).filter((name) => /^\d+$/.test(name));
  const read = async (pid: string) => ({
    pid: Number(pid),
    command: await readFile(join(root, 'proc', pid, 'cmdline'), 'utf8').catch(() => ''),
  });
  return Promise.all(pids.map(read));
}

async function listed(system: System): Promise<readonly Process[]> {
  const { stdout } = await system.run(system.platform === 'win32' ? windowsList(system) : UNIX_LIST);
  return stdout.split(/\r?\n/).flatMap((line) => {
    const [, pid, command = ''] = /^\s*(\d+)\s+(.*)$/.exec(line) ?? [];
    return pid === undefined ? [] : [{ pid: Number(pid), command }];
  });
}

const UNIX_LIST = {
  file: '/bin/ps',
  args: ['-axww', '-o', 'pid=,command='],
  timeoutMs: 10_000,
  env: { LC_ALL: 'C' },
} as const;

function windowsList(system: System) {
  const script = 'Get-CimInstance Win32_Process | ForEach-Object { "$($_.ProcessId) $($_.CommandLine)" }';
  const args = ['-NoProfile', '-NonInteractive', '-Command', script];
  return { file: 'powershell.exe', args, timeoutMs: 15_000, env: definedEnv(system.env) };
}
