import { constants } from 'node:fs';
import { access, realpath } from 'node:fs/promises';
import { basename } from 'node:path';
import type { System } from '../../system/system.ts';
import { pythonCandidates } from './candidates.ts';

/** A file that may be a Python and may be started; `target` is what its links lead to. */
export type PythonProgram = { readonly path: string; readonly target: string };

/** Paths that exist and may be started; two names of one program count once, under the first name. */
export async function pythonPrograms(system: System): Promise<readonly PythonProgram[]> {
  const programs = await Promise.all((await pythonCandidates(system)).map(programAt));
  const byTarget = new Map<string, PythonProgram>();
  for (const program of programs) {
    if (program !== null && !byTarget.has(program.target)) byTarget.set(program.target, program);
  }
  return [...byTarget.values()];
}

async function programAt(path: string): Promise<PythonProgram | null> {
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

/**
 * `3.9` of `/usr/bin/python3.9`, which `/usr/bin/python3` leads to; null where the file's own name does not tell.
 * The folders say nothing: a project named after a version may hold any Python.
 */
export function namedMinor({ target }: PythonProgram): string | null {
  return /^python(\d+\.\d+)$/.exec(basename(target))?.[1] ?? null;
}
