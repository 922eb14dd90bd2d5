import type { WantedSet } from '../wanted.ts';
import { type Interpreter, minorVersion } from './interpreter.ts';

export type Judged = {
  readonly eligible: readonly Interpreter[];
  /** Why each of the others is out: "Python 3.9.18 (/usr/bin/python3.9): SD.Next needs 3.10 to 3.13". */
  readonly refused: readonly string[];
};

/** Which Pythons can hold the wanted set at all, SD.Next's favourite versions first. */
export function eligiblePythons(
  pythons: readonly Interpreter[],
  wanted: WantedSet,
  machineArch: string,
): Judged {
  const judged = pythons.map((python) => ({ python, reason: reasonAgainst(python, wanted, machineArch) }));
  const order = ({ version }: Interpreter) => wanted.pythons.indexOf(minorVersion(version));
  return {
    eligible: judged
      .filter(({ reason }) => reason === null)
      .map(({ python }) => python)
      .toSorted((one, other) => order(one) - order(other)),
    refused: judged.flatMap(({ python, reason }) =>
      reason === null ? [] : [`Python ${python.version} (${python.path}): ${reason}`],
    ),
  };
}

function reasonAgainst(python: Interpreter, wanted: WantedSet, machineArch: string): string | null {
  if (python.implementation !== 'cpython') return `${python.implementation} cannot load these wheels`;
  if (!wanted.pythons.includes(minorVersion(python.version)))
    return `SD.Next needs ${rangeText(wanted.pythons)}`;
  if (python.freeThreaded) return 'a free-threaded build cannot load these wheels';
  if (python.arch !== machineArch) return `it is built for ${python.arch}, this machine is ${machineArch}`;
  return null;
}

/** "3.10 to 3.13". */
export function rangeText(versions: readonly string[]): string {
  const sorted = versions.toSorted((one, other) => Number(one.split('.')[1]) - Number(other.split('.')[1]));
  return `${sorted[0]} to ${sorted.at(-1)}`;
}
