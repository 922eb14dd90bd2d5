import type { System } from '../../system/system.ts';

/** Windows' own PowerShell by its absolute path, which is on every Windows that sdn runs on. */
export function windowsPowershell({ env }: System): string {
  return `${env.SystemRoot ?? 'C:\\Windows'}\\System32\\WindowsPowerShell\\v1.0\\powershell.exe`;
}
