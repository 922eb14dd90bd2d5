import * as v from 'valibot';
import { definedEnv, type System } from '../../system/system.ts';
import { descendants, linuxTree, type ProcessSample } from './process-tree.ts';
import { windowsPowershell } from './windows-powershell.ts';

const TIMEOUT_MS = 10_000;

/** `pid` and its descendants with the CPU time of each, as the system counts; null where it does not say. */
export async function processTree(system: System, pid: number): Promise<readonly ProcessSample[] | null> {
  if (system.platform === 'linux') return linuxTree(system, pid);
  return system.platform === 'win32' ? windowsTree(system, pid) : macTree(system, pid);
}

/** Seconds of CPU time of a whole tree; null of none. */
export function cpuSecondsOf(tree: readonly ProcessSample[] | null): number | null {
  return tree === null || tree.length === 0 ? null : tree.reduce((total, each) => total + each.cpuSeconds, 0);
}

async function macTree(system: System, pid: number) {
  const { status, stdout } = await system.run({
    file: '/bin/ps',
    args: ['-A', '-o', 'pid=,ppid=,time='],
    timeoutMs: TIMEOUT_MS,
    env: { LC_ALL: 'C' },
  });
  return status === 'exited' ? descendants(stdout.split('\n').flatMap(parsePsLine), pid) : null;
}

/** A line of `ps -o pid=,ppid=,time=`: time as `[hours:]minutes:seconds.hundredths`. */
export function parsePsLine(line: string) {
  const match = /^\s*(\d+)\s+(\d+)\s+((?:\d+:)+[\d.]+)\s*$/.exec(line);
  if (match === null) return [];
  const cpuSeconds = (match[3] ?? '').split(':').reduce((total, part) => total * 60 + Number(part), 0);
  return [{ pid: Number(match[1]), parent: Number(match[2]), cpuSeconds }];
}

const CimProcess = v.object({
  ProcessId: v.number(),
  ParentProcessId: v.number(),
  KernelModeTime: v.pipe(v.union([v.number(), v.string()]), v.transform(Number)),
  UserModeTime: v.pipe(v.union([v.number(), v.string()]), v.transform(Number)),
});
/** CIM counts process times in units of 100 nanoseconds. */
const CIM_UNITS_PER_SECOND = 1e7;

async function windowsTree(system: System, pid: number) {
  const { status, stdout } = await system.run({
    file: windowsPowershell(system),
    args: [
      '-NoProfile',
      '-NonInteractive',
      '-Command',
      'Get-CimInstance Win32_Process | Select-Object ProcessId,ParentProcessId,KernelModeTime,UserModeTime | ConvertTo-Json -Compress',
    ],
    timeoutMs: TIMEOUT_MS,
    env: definedEnv(system.env),
  });
  return status === 'exited' ? descendants(parseCim(stdout), pid) : null;
}

export function parseCim(text: string) {
  const rows = v.safeParse(v.pipe(v.string(), v.parseJson(), v.array(CimProcess)), text);
  if (!rows.success) return [];
  return rows.output.map((row) => ({
    pid: row.ProcessId,
    parent: row.ParentProcessId,
    cpuSeconds: (row.KernelModeTime + row.UserModeTime) / CIM_UNITS_PER_SECOND,
  }));
}
