import { constants } from 'node:fs';
import { access, realpath } from 'node:fs/promises';
import type { System } from '../../system/system.ts';
import { pythonCandidates } from './candidates.ts';
import { examineInterpreter } from './examine.ts';
import type { BrokenInterpreter, Interpreter } from './interpreter.ts';

export type FoundPythons = {
  readonly working: readonly Interpreter[];
  readonly broken: readonly BrokenInterpreter[];
};

/** Every Python of this machine, each once, in the order in which a user's PATH would offer them. */
export async function findPythons(system: System): Promise<FoundPythons> {
  const paths = await distinctPrograms(await pythonCandidates(system));
  const answers = await Promise.all(paths.map((path) => examineInterpreter(path, system)));
  const working = answers.filter((answer): answer is Interpreter => 'version' in answer);
  const broken = answers.filter((answer): answer is BrokenInterpreter => 'reason' in answer);
  return { working: await oncePerBase(working), broken };
}

/** Paths that exist and may be started; two names of one program count once, under the first name. */
async function distinctPrograms(paths: readonly string[]): Promise<readonly string[]> {
  const programs = await Promise.all(paths.map(programAt));
  const byTarget = new Map<string, string>();
  for (const program of programs) {
    if (program !== null && !byTarget.has(program.target)) byTarget.set(program.target, program.path);
  }
  return [...byTarget.values()];
}

async function programAt(path: string): Promise<{ path: string; target: string } | null> {
  try {
    await access(path, constants.X_OK);
    return { path, target: await targetOf(path) };
  } catch {
    return null;
  }
}

/** A shim is a script that serves many names, so its own path says nothing: it stays apart. */
async function targetOf(path: string): Promise<string> {
  return path.includes('shims') ? path : realpath(path);
}

async function oncePerBase(interpreters: readonly Interpreter[]): Promise<readonly Interpreter[]> {
  const targets = await Promise.all(interpreters.map(({ base }) => realpath(base).catch(() => base)));
  return interpreters.filter((_, index) => targets.indexOf(targets[index] ?? '') === index);
}
