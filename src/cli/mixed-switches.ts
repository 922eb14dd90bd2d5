/** Install-time choices and runtime switches never mix (contract §2.1). */
export function refuseMixedSwitches(_command: string, _argv: readonly string[]): void {
  // Replaced below by the installer's own change.
}
