import { delimiter, resolve } from 'node:path';
import type { System } from '../../system/system.ts';
import { templatePath } from '../../system/templates.ts';

/** The variables that put a witness into a server: a module that Python imports at its start, and where it writes. */
export function witnessEnv(
  system: System,
  file: string,
  env: Readonly<Record<string, string>>,
): Record<string, string> {
  const folder = templatePath('probes', 'witness');
  const before = env.PYTHONPATH === undefined ? [] : [env.PYTHONPATH];
  return {
    ...env,
    PYTHONPATH: [folder, ...before].join(delimiter),
    SDN_WITNESS: resolve(system.cwd, file),
  };
}
