import * as v from 'valibot';
import { definedEnv, type System } from '../../system/system.ts';
import { windowsPowershell } from './windows-powershell.ts';

/** What one process has used of one engine of one adapter, by Windows' own account. */
export type EngineUse = {
  readonly instance: string;
  readonly pid: number;
  /** Adapter: high and low half, `00000000:0000d1f2`. */
  readonly luid: string;
  /** Raw running time and the clock it is measured against, both in units of 100 nanoseconds. */
  readonly running: number;
  readonly clock: number;
};

const TIMEOUT_MS = 15_000;
/** The CIM class has the same name in every language; the counter paths of Get-Counter are translated (openvino.md 4.4). */
const COMMAND =
  'Get-CimInstance Win32_PerfRawData_GPUPerformanceCounters_GPUEngine | Select-Object Name,UtilizationPercentage,Timestamp_Sys100NS | ConvertTo-Json -Compress';

const whole = v.pipe(v.union([v.number(), v.string()]), v.transform(Number), v.finite());
const Row = v.object({ Name: v.string(), UtilizationPercentage: whole, Timestamp_Sys100NS: whole });
const Rows = v.pipe(
  v.string(),
  v.parseJson(),
  v.union([
    v.array(Row),
    v.pipe(
      Row,
      v.transform((row) => [row]),
    ),
  ]),
);

/** The GPU engines that any process has used so far; null where Windows does not say. */
export async function gpuEngines(system: System): Promise<readonly EngineUse[] | null> {
  const { status, stdout } = await system.run({
    file: windowsPowershell(system),
    args: ['-NoProfile', '-NonInteractive', '-Command', COMMAND],
    timeoutMs: TIMEOUT_MS,
    env: definedEnv(system.env),
  });
  return status === 'exited' ? parseGpuEngines(stdout) : null;
}

/** Instances are named `pid_4711_luid_0x00000000_0x0000D1F2_phys_0_eng_3_engtype_Compute`. */
export function parseGpuEngines(text: string): readonly EngineUse[] | null {
  const rows = v.safeParse(Rows, text);
  if (!rows.success) return null;
  return rows.output.flatMap((row) => {
    const name = /^pid_(\d+)_luid_0x([0-9a-f]{8})_0x([0-9a-f]{8})_/i.exec(row.Name);
    if (name === null) return [];
    const luid = `${name[2]}:${name[3]}`.toLowerCase();
    const [instance, pid] = [row.Name, Number(name[1])];
    return [{ instance, pid, luid, running: row.UtilizationPercentage, clock: row.Timestamp_Sys100NS }];
  });
}

/** OpenVINO's DEVICE_LUID, eight bytes with the low half first, in the form of the counters; null for anything else. */
export function luidOf(bytes: string | null): string | null {
  const hex = bytes?.replace(/[^0-9a-f]/gi, '').toLowerCase() ?? '';
  if (hex.length !== 16) return null;
  const turned = (half: string) => (half.match(/../g) ?? []).reverse().join('');
  return `${turned(hex.slice(8))}:${turned(hex.slice(0, 8))}`;
}
