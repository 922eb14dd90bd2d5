import { realpath } from 'node:fs/promises';
import type { System } from '../../system/system.ts';
import { examineInterpreter } from './examine.ts';
import type { Interpreter } from './interpreter.ts';
import { type PythonProgram, pythonPrograms } from './python-programs.ts';

/** Every Python of this machine that works, each once, in the order in which a user's PATH would offer them. */
export async function findPythons(system: System): Promise<readonly Interpreter[]> {
  return workingOf(await pythonPrograms(system), (path) => examineInterpreter(path, system));
}

type Examine = (path: string) => ReturnType<typeof examineInterpreter>;

/** Those of the programs that say they are a Python, each once. */
export async function workingOf(
  programs: readonly PythonProgram[],
  examine: Examine,
): Promise<readonly Interpreter[]> {
  const answers = await Promise.all(programs.map(({ path }) => examine(path)));
  return oncePerBase(answers.filter((answer) => 'version' in answer));
}

async function oncePerBase(interpreters: readonly Interpreter[]): Promise<readonly Interpreter[]> {
  const targets = await Promise.all(interpreters.map(({ base }) => realpath(base).catch(() => base)));
  return interpreters.filter((_, index) => targets.indexOf(targets[index] ?? '') === index);
}
