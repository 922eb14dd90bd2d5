import type { System } from '../../system/system.ts';
import type { WantedSet } from '../wanted.ts';
import { eligiblePythons } from './eligible.ts';
import { examineInterpreter } from './examine.ts';
import { workingOf } from './find-pythons.ts';
import type { Interpreter } from './interpreter.ts';
import { namedMinor, type PythonProgram, pythonPrograms } from './python-programs.ts';

/**
 * The Pythons of this machine. Those whose own name is of a version that will not do are left alone, unless no other
 * will do either: then each is asked, so that the reasons can be told.
 */
export async function fittingPythons(wanted: WantedSet, system: System): Promise<readonly Interpreter[]> {
  const programs = await pythonPrograms(system);
  const examine = once((path) => examineInterpreter(path, system));
  const likely = await workingOf(
    programs.filter((program) => mayFit(program, wanted)),
    examine,
  );
  const { eligible } = eligiblePythons(likely, wanted, system.arch);
  return eligible.length > 0 ? likely : workingOf(programs, examine);
}

function mayFit(program: PythonProgram, { pythons }: WantedSet): boolean {
  const minor = namedMinor(program);
  return minor === null || pythons.includes(minor);
}

/** A Python that hangs is waited for once. */
function once<Answer>(ask: (path: string) => Promise<Answer>) {
  const asked = new Map<string, Promise<Answer>>();
  return (path: string) => {
    const answer = asked.get(path) ?? ask(path);
    asked.set(path, answer);
    return answer;
  };
}
