import { isAbsolute, resolve } from 'node:path';
import { Failure } from '../../findings/failure.ts';
import type { System } from '../../system/system.ts';
import type { WantedSet } from '../wanted.ts';
import { eligiblePythons, type Judged, rangeText } from './eligible.ts';
import { examineInterpreter } from './examine.ts';
import { findPythons } from './find-pythons.ts';
import { fittingPythons } from './fitting-pythons.ts';
import { type Interpreter, minorVersion } from './interpreter.ts';

/**
 * The Pythons that may carry the environment: the one the user named, or all of this machine that SD.Next accepts.
 * Throws a Failure that lists what was found where none of them will do.
 */
export async function usablePythons(
  asked: string | null,
  wanted: WantedSet,
  system: System,
): Promise<Judged> {
  const pythons = asked === null ? await fittingPythons(wanted, system) : await askedFor(asked, system);
  const judged = eligiblePythons(pythons, wanted, system.arch);
  if (judged.eligible.length === 0) throw noneUsable(judged, wanted, system);
  return judged;
}

async function askedFor(asked: string, system: System): Promise<readonly Interpreter[]> {
  if (/^\d+\.\d+(\.\d+)?$/.test(asked)) return ofVersion(asked, system);
  const path = isAbsolute(asked) ? asked : resolve(system.cwd, asked);
  const answer = await examineInterpreter(path, system);
  if ('reason' in answer) throw notAPython(path, answer.reason);
  return [answer];
}

async function ofVersion(asked: string, system: System): Promise<readonly Interpreter[]> {
  const working = await findPythons(system);
  const matching = working.filter(({ version }) => version === asked || minorVersion(version) === asked);
  if (matching.length > 0) return matching;
  const present = working.map(({ version }) => version).join(', ') || 'none';
  throw new Failure({
    kind: 'unsupported',
    code: 'python-not-found',
    found: `There is no Python ${asked} here. Present: ${present}.`,
    need: `Python ${asked}, or another one that SD.Next accepts.`,
    fix: installCommands(system, asked),
  });
}

function notAPython(path: string, reason: string): Failure {
  return new Failure({
    kind: 'usage',
    code: 'not-a-python',
    found: `--python ${path}: ${reason}.`,
    need: 'The path of a Python interpreter, or a version such as 3.12.',
  });
}

function noneUsable({ refused }: Judged, { pythons }: WantedSet, system: System): Failure {
  return new Failure({
    kind: 'unsupported',
    code: 'no-usable-python',
    found: refused.length === 0 ? 'No Python was found on this machine.' : refused.join('; '),
    need: `Python ${rangeText(pythons)} for ${system.arch}.`,
    fix: installCommands(system, pythons[0] ?? '3.12'),
  });
}

/** How a Python of that minor version usually comes onto this kind of system. */
function installCommands({ platform }: System, version: string): readonly string[] {
  const minor = minorVersion(version);
  if (platform === 'win32') return [`winget install -e --id Python.Python.${minor}`];
  if (platform === 'darwin') return [`brew install python@${minor}`];
  return [`uv python install ${minor}`, `sudo apt-get install python${minor} python${minor}-venv`];
}
