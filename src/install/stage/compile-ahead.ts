import { tmpdir } from 'node:os';
import { childEnv } from '../../system/child-env.ts';
import type { RunningChild } from '../../system/run.ts';
import type { System } from '../../system/system.ts';
import { templatePath } from '../../system/templates.ts';
import { pythonOf } from '../environment/environment.ts';

/** It stops when it is told to; a Python that hangs must not hold the installation. */
const LIMIT_MS = 180_000;

export type CompilingAhead = {
  /** Resolves when nothing is written any more. */
  readonly end: () => Promise<void>;
};

/**
 * Compiles on another core what the import of `parts` is about to need, from its end on: bytecode is most of what a
 * first import costs. The import stays the judge of every part; whether this helped, or ran at all, changes nothing.
 */
export function compileAhead(venv: string, parts: readonly string[], system: System): CompilingAhead {
  const started = Promise.withResolvers<RunningChild>();
  const ended = system.run({
    file: pythonOf(venv, system.platform),
    args: ['-I', '-X', 'utf8', templatePath('probes', 'compile_ahead.py'), ...parts],
    env: childEnv(system),
    cwd: tmpdir(),
    timeoutMs: LIMIT_MS,
    signal: system.signal,
    onStart: started.resolve,
  });
  const end = async () => {
    await Promise.race([ended, started.promise.then(({ write }) => write('\n'))]);
    await ended;
  };
  return { end };
}
