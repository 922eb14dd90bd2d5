import type { ExitCode } from './exit-codes.ts';

/** SD.Next's own exit code, handed on as it is: the one case in which sdn ends with a code that is not in its table. */
export function childExit(code: number): ExitCode {
  return code as ExitCode;
}
