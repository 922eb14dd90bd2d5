import { join, resolve } from 'node:path';
import { Failure } from '../../findings/failure.ts';
import { type Environment, examineEnvironment, pythonOf } from '../../install/environment/environment.ts';
import type { Manifest } from '../../install/environment/manifest.ts';
import type { System } from '../../system/system.ts';

/** An environment that can be asked: its folder, its interpreter, and its manifest where sdn made it. */
export type Subject = {
  readonly folder: string;
  readonly python: string;
  readonly manifest: Manifest | null;
};

/** The folder of the environment: `--venv`, else `<dir>/venv`. Absolute. */
function environmentFolder(system: System, dir: string, venv: string | null): string {
  return venv === null ? join(resolve(system.cwd, dir), 'venv') : resolve(system.cwd, venv);
}

/** Looks up the environment of a run. Throws `Failure` (not ready) where there is none that has a Python. */
export async function subjectOf(system: System, dir: string, venv: string | null): Promise<Subject> {
  const folder = environmentFolder(system, dir, venv);
  const environment = await examineEnvironment(folder);
  const missing = whatIsMissing(environment, folder);
  if (missing !== null) throw noEnvironment(missing, environment);
  const manifest = environment.kind === 'ours' ? environment.manifest : null;
  return { folder, python: pythonOf(folder, system.platform), manifest };
}

function whatIsMissing(environment: Environment, folder: string): string | null {
  if (environment.kind === 'nothing') return `There is no environment at ${folder}.`;
  if (environment.kind === 'file') return `${folder} is a file, not an environment.`;
  if (environment.kind === 'link') return `${folder} is a link, not an environment.`;
  if (environment.kind === 'lookalike') return `${folder} is no environment: ${environment.why}.`;
  if (environment.kind === 'damaged') return `The environment at ${folder} is damaged: ${environment.why}.`;
  return null;
}

function noEnvironment(found: string, { kind }: Environment): Failure {
  return new Failure({
    kind: 'notReady',
    code: kind === 'damaged' ? 'environment-damaged' : 'environment-missing',
    found,
    need: 'A whole environment, whose inference can be tried.',
    fix: [kind === 'damaged' ? 'sdn reinstall' : 'sdn install'],
  });
}
