import { readFile, readlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { definedEnv, type System } from './system.ts';

/**
 * One process, so that its number can be told from the same number used again: `started` is clock ticks
 * since boot on Linux (proc_pid_stat(5), field 22) and a date elsewhere; `boot` and `space` name the boot and
 * the process namespace in which `pid` counts, empty where the system has no such thing.
 */
export const ProcessSchema = v.object({
  pid: v.pipe(v.number(), v.integer(), v.minValue(1)),
  started: v.string(),
  host: v.string(),
  boot: v.string(),
  space: v.string(),
});
export type ProcessIdentity = v.InferOutput<typeof ProcessSchema>;

/** The process sdn runs in. */
export async function ownProcess(system: System): Promise<ProcessIdentity> {
  const { pid } = process;
  return {
    pid,
    started: (await startOf(pid, system)) ?? '',
    host: hostname(),
    boot: await bootOf(system.root),
    space: await readlink(join(system.root, 'proc', String(pid), 'ns/pid')).catch(() => ''),
  };
}

/** Whether `other` ran here before the last boot: same host, another boot. */
export async function ranBeforeBoot(other: ProcessIdentity, { root }: System): Promise<boolean> {
  const boot = await bootOf(root);
  return other.host === hostname() && boot !== '' && other.boot !== '' && other.boot !== boot;
}

/** Whether that process still lives; `elsewhere` where this machine cannot look: another host, boot or container. */
export async function stateOf(
  other: ProcessIdentity,
  system: System,
): Promise<'alive' | 'gone' | 'elsewhere'> {
  const own = await ownProcess(system);
  const same = other.host === own.host && other.boot === own.boot && other.space === own.space;
  if (!same) return 'elsewhere';
  return (await startOf(other.pid, system)) === other.started ? 'alive' : 'gone';
}

/** For how many milliseconds this machine has run since its boot; null where the system does not tell. */
export async function ageOfBoot({ root }: System): Promise<number | null> {
  const seconds = Number.parseFloat(await line(join(root, 'proc/uptime')));
  return Number.isFinite(seconds) ? seconds * 1_000 : null;
}

async function startOf(pid: number, system: System): Promise<string | null> {
  if (system.platform === 'linux') return ticks(pid, system.root);
  return system.platform === 'win32' ? windowsStart(pid, system) : unixStart(pid, system);
}

async function ticks(pid: number, root: string): Promise<string | null> {
  const stat = await readFile(join(root, 'proc', String(pid), 'stat'), 'utf8').catch(() => null);
  // The second field is the program's name, which may hold blanks and brackets; fields are counted behind it.
  const [state, ...fields] = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? [];
  return state === undefined || state === 'Z' || state === 'X' ? null : (fields[18] ?? null);
}

async function unixStart(pid: number, system: System): Promise<string | null> {
  const args = ['-o', 'lstart=', '-p', String(pid)];
  return answer(await system.run({ file: '/bin/ps', args, timeoutMs: 5_000, env: { LC_ALL: 'C' } }));
}

async function windowsStart(pid: number, system: System): Promise<string | null> {
  const script = `(Get-Process -Id ${pid}).StartTime.ToFileTimeUtc()`;
  const args = ['-NoProfile', '-NonInteractive', '-Command', script];
  const env = definedEnv(system.env);
  return answer(await system.run({ file: 'powershell.exe', args, timeoutMs: 10_000, env }));
}

function answer(outcome: { exitCode: number | null; stdout: string }): string | null {
  const text = outcome.stdout.trim();
  return outcome.exitCode === 0 && text !== '' ? text : null;
}

async function bootOf(root: string): Promise<string> {
  return line(join(root, 'proc/sys/kernel/random/boot_id'));
}

async function line(path: string): Promise<string> {
  return (await readFile(path, 'utf8').catch(() => '')).trim();
}
