import { safeLine } from '../../findings/safe.ts';
import { randomHex } from '../../system/digest.ts';
import type { Report } from '../document.ts';

/** `verdict`, `variant`, `device` and `report` for later steps, in the form GITHUB_OUTPUT wants. */
export function outputLines(report: Report, reportFile: string | null): readonly string[] {
  const rows = [
    ['verdict', report.verdict],
    ['exit-code', String(report.exitCode)],
    ['variant', report.decision?.variant ?? report.environment?.variant],
    ['proof', report.proof?.verdict],
    ['device', report.proof?.device.resolved],
    ['report', reportFile],
  ] as const;
  return rows.flatMap(([name, value]) => (value == null ? [] : assignment(name, safeLine(value))));
}

/** With a delimiter nobody can guess, so that a device's name cannot set an output of its own. */
function assignment(name: string, value: string): readonly string[] {
  const end = `sdn-${randomHex(16)}`;
  return [`${name}<<${end}`, value, end];
}
