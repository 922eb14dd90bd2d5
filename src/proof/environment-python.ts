import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Failure } from '../findings/failure.ts';
import type { System } from '../system/system.ts';

/** The folder of the environment: `--venv`, else `<dir>/venv`. Absolute. */
export function environmentFolder(system: System, dir: string, venv: string | null): string {
  const base = resolve(system.cwd, dir);
  return venv === null ? join(base, 'venv') : resolve(system.cwd, venv);
}

/** The interpreter inside an environment. Throws `Failure` (not ready) where there is no environment. */
export async function environmentPython(system: System, folder: string, dir: string): Promise<string> {
  const inside = system.platform === 'win32' ? ['Scripts', 'python.exe'] : ['bin', 'python'];
  const python = join(folder, ...inside);
  if (await isFile(python)) return python;
  const there = await stat(folder).catch(() => null);
  throw new Failure({
    kind: 'notReady',
    code: 'environment-missing',
    found: there === null ? `There is no environment at ${folder}.` : `${folder} holds no Python.`,
    need: 'An environment, made by sdn.',
    fix: [`sdn ${there === null ? 'install' : 'reinstall'} --use-openvino --dir ${quoted(dir)}`],
  });
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isFile() ?? false;
}

function quoted(path: string): string {
  return /^[\w./:\\-]+$/.test(path) ? path : `"${path}"`;
}
