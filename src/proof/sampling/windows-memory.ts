import * as v from 'valibot';
import { definedEnv, type System } from '../../system/system.ts';
import { descendants } from './process-tree.ts';
import { windowsPowershell } from './windows-powershell.ts';

/** One process that goes on for as long as the child does: to start PowerShell takes longer than to look. */
const COMMAND = `while ($true) {
  $all = Get-CimInstance Win32_Process -Property ProcessId,ParentProcessId,PrivatePageCount
  [Console]::Out.WriteLine((@($all | Select-Object ProcessId,ParentProcessId,PrivatePageCount) | ConvertTo-Json -Compress))
  Start-Sleep -Milliseconds 1000
}`;
/** A line for 300 processes takes 20 kB; a proof ends within twenty minutes. */
const MOST_OUTPUT = 64 * 1024 * 1024;
const TIMEOUT_MS = 1_800_000;

const whole = v.pipe(v.union([v.number(), v.string()]), v.transform(Number), v.finite());
const Line = v.pipe(
  v.string(),
  v.parseJson(),
  v.array(v.object({ ProcessId: whole, ParentProcessId: whole, PrivatePageCount: whole })),
);

export type MemoryWatch = {
  readonly pid: number;
  /** Bytes that the process and its descendants hold for themselves, about once a second. */
  readonly onBytes: (bytes: number) => void;
  readonly signal: AbortSignal;
};

/** Tells what a tree of processes holds until `signal` is aborted; silent where Windows does not say. */
export async function watchWindowsMemory(
  system: System,
  { pid, onBytes, signal }: MemoryWatch,
): Promise<void> {
  await system.run({
    file: windowsPowershell(system),
    args: ['-NoProfile', '-NonInteractive', '-Command', COMMAND],
    timeoutMs: TIMEOUT_MS,
    maxOutputBytes: MOST_OUTPUT,
    env: definedEnv(system.env),
    signal,
    onLine: (stream, line) => {
      const bytes = stream === 'stdout' ? heldIn(line, pid) : null;
      if (bytes !== null) onBytes(bytes);
    },
  });
}

/** Private bytes of `pid` and its descendants in one line of all processes; null where it is none or they are gone. */
export function heldIn(line: string, pid: number): number | null {
  const all = v.safeParse(Line, line);
  if (!all.success) return null;
  const processes = all.output.map((each) => ({
    pid: each.ProcessId,
    parent: each.ParentProcessId,
    // Windows counts bytes under this name, not pages.
    bytes: each.PrivatePageCount,
  }));
  const tree = descendants(processes, pid);
  return tree.length === 0 ? null : tree.reduce((sum, { bytes }) => sum + bytes, 0);
}
