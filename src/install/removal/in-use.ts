import { readlinkSync } from 'node:fs';
import { readdir, readFile, realpath } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Failure } from '../../findings/failure.ts';
import { definedEnv, type System } from '../../system/system.ts';

/** A process that runs from an environment, and what shows it. */
export type User = { readonly pid: number; readonly name: string; readonly why: string };

/**
 * Which processes run from the environment at `venv`. On Linux from `/proc`: program, arguments, current folder,
 * loaded libraries, the activated environment; elsewhere from the process list. Processes of other users show
 * their arguments only. sdn itself does not count.
 */
export async function usersOf(venv: string, system: System): Promise<readonly User[]> {
  if (system.platform === 'linux') return linuxUsers(venv, system.root);
  return system.platform === 'win32' ? windowsUsers(venv, system) : macUsers(venv, system);
}

/** @throws Failure `refused` that names the processes, when there are any */
export async function refuseWhileInUse(venv: string, system: System): Promise<void> {
  const users = await usersOf(venv, system);
  const [first] = users;
  if (first === undefined) return;
  const named = users.slice(0, 5).map(({ pid, name, why }) => `${name} (process ${pid}: ${why})`);
  const kill = system.platform === 'win32' ? `taskkill /PID ${first.pid}` : `kill ${first.pid}`;
  throw new Failure({
    kind: 'refused',
    code: 'environment-in-use',
    found: `A program runs from ${venv}: ${named.join(', ')}.`,
    need: 'No program that runs from the environment while it is replaced or removed.',
    fix: [kill],
  });
}

async function linuxUsers(venv: string, root: string): Promise<readonly User[]> {
  const proc = join(root, 'proc');
  const real = await realpath(venv).catch(() => venv);
  const python = await realpath(join(venv, 'bin', 'python')).catch(() => null);
  const pids = (await readdir(proc)).filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  const users = await Promise.all(pids.map((pid) => linuxUser(join(proc, pid), real, python)));
  return users.filter((user) => user !== null);
}

async function linuxUser(proc: string, venv: string, python: string | null): Promise<User | null> {
  const within = (path: string | undefined) => path === venv || path?.startsWith(`${venv}/`) === true;
  const [exe, cwd] = [target(join(proc, 'exe')), target(join(proc, 'cwd'))];
  const args = (await text(join(proc, 'cmdline'))).split('\0');
  const user = (why: string) => ({ pid: Number(proc.split('/').at(-1)), name: args[0] ?? exe, why });
  if (within(exe)) return user('its program');
  if (args.slice(0, 2).some((arg) => arg.includes('/') && within(resolve(cwd || '/', arg))))
    return user('its command line');
  if (within(cwd)) return user('its current folder');
  // A thread of the kernel, or somebody else's process: it shows no more than that.
  if (exe === '') return null;
  const env = exe === python ? (await text(join(proc, 'environ'))).split('\0') : [];
  if (env.includes(`VIRTUAL_ENV=${venv}`)) return user('its activated environment');
  if ((await text(join(proc, 'maps'))).includes(` ${venv}/`)) return user('its loaded libraries');
  return null;
}

/** What a link of `/proc` leads to; empty where it may not be read. The kernel answers at once. */
function target(link: string): string {
  try {
    return readlinkSync(link);
  } catch {
    return '';
  }
}

async function text(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '');
}

async function macUsers(venv: string, system: System): Promise<readonly User[]> {
  const args = ['-axww', '-o', 'pid=,command='];
  const { stdout } = await system.run({ file: '/bin/ps', args, timeoutMs: 10_000, env: { LC_ALL: 'C' } });
  return listed(stdout, (command) => command.includes(`${venv}/`));
}

async function windowsUsers(venv: string, system: System): Promise<readonly User[]> {
  const script = 'Get-Process | Where-Object Path | ForEach-Object { "$($_.Id) $($_.Path)" }';
  const args = ['-NoProfile', '-NonInteractive', '-Command', script];
  const env = definedEnv(system.env);
  const { stdout } = await system.run({ file: 'powershell.exe', args, timeoutMs: 15_000, env });
  const inside = `${venv}\\`.toLowerCase();
  return listed(stdout, (command) => command.toLowerCase().startsWith(inside));
}

function listed(stdout: string, runsThere: (command: string) => boolean): readonly User[] {
  return stdout.split(/\r?\n/).flatMap((line) => {
    const [, pid = '', command = ''] = /^\s*(\d+)\s+(.*)$/.exec(line) ?? [];
    if (pid === '' || Number(pid) === process.pid || !runsThere(command)) return [];
    return [{ pid: Number(pid), name: command.split(' ')[0] ?? command, why: 'its program' }];
  });
}
