import type { WantedSet } from '../wanted.ts';
import { namedMinor, type PythonProgram } from './python-programs.ts';

/** The path of the Python that will most likely be taken, by the names alone; null where none of them tells. */
export function likeliestPython(programs: readonly PythonProgram[], { pythons }: WantedSet): string | null {
  const place = (program: PythonProgram) => pythons.indexOf(namedMinor(program) ?? '');
  const named = programs.filter((program) => place(program) >= 0);
  return named.toSorted((one, other) => place(one) - place(other))[0]?.path ?? null;
}
