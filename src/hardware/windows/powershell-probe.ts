import { join } from 'node:path';
import type { System } from '../../system/system.ts';
import { found, missing, type Probe } from '../probe.ts';
import { failureOf, firstLine, runTool } from '../tool.ts';
import { parseWindowsDevices, type WindowsDevices } from './video-controllers.ts';

const CLASS = 'HKLM:\\SYSTEM\\CurrentControlSet\\Control\\Class\\{4d36e968-e325-11ce-bfc1-08002be10318}';

/** One start of PowerShell, which costs more than all it is asked. No profile, nothing of the user's. */
const QUESTION = [
  "$ErrorActionPreference='Stop'",
  // Where policy confines the language this is refused; names may then lose accents, ids do not.
  'try{[Console]::OutputEncoding=[Text.Encoding]::UTF8}catch{}',
  '$here=@{}; Get-CimInstance Win32_PnPEntity -Filter "PNPClass=\'Display\'" | ForEach-Object { $here[$_.PNPDeviceID]=$_.Present }',
  '$video=@(Get-CimInstance Win32_VideoController | ForEach-Object { [pscustomobject]@{Name=$_.Name;PNPDeviceID=$_.PNPDeviceID;DriverVersion=$_.DriverVersion;Status=$_.Status;Present=$here[$_.PNPDeviceID]} })',
  '$npu=@(Get-CimInstance Win32_PnPEntity -Filter "PNPClass=\'ComputeAccelerator\'" | Select-Object Name,PNPDeviceID,Present)',
  `$registry=@(Get-ChildItem '${CLASS}' -ErrorAction SilentlyContinue | ForEach-Object { Get-ItemProperty $_.PSPath -ErrorAction SilentlyContinue } | Where-Object MatchingDeviceId | ForEach-Object { [pscustomobject]@{MatchingDeviceId=$_.MatchingDeviceId;MemorySize=$_.'HardwareInformation.qwMemorySize'} })`,
  'ConvertTo-Json -Compress -Depth 4 @{video=$video;npu=$npu;registry=$registry}',
].join('; ');

/** Display devices and NPUs of Windows. */
export const powershellProbe: Probe<WindowsDevices> = {
  id: 'powershell',
  read: async (system) => {
    const outcome = await runTool(system, powershell(system), [
      '-NoProfile',
      '-NonInteractive',
      '-NoLogo',
      '-Command',
      QUESTION,
    ]);
    if (/access(?: is)? denied/i.test(outcome.stdout + outcome.stderr))
      return missing('denied', firstLine(outcome));
    const failure = failureOf(outcome);
    if (failure !== null) return missing(failure, firstLine(outcome));
    const devices = parseWindowsDevices(outcome.stdout);
    return devices === null ? missing('garbage', firstLine(outcome)) : found(devices);
  },
};

/** By its own absolute path: another program of this name must not be found first. */
function powershell({ env }: System): string {
  const root = env.SystemRoot ?? env.SYSTEMROOT ?? 'C:\\Windows';
  return join(root, 'System32', 'WindowsPowerShell', 'v1.0', 'powershell.exe');
}
