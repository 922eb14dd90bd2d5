import { appendFile } from 'node:fs/promises';
import { delimiter, resolve } from 'node:path';
import { Failure } from '../../findings/failure.ts';
import { errorCode } from '../../system/files.ts';
import type { System } from '../../system/system.ts';
import { templatePath } from '../../system/templates.ts';

/** Throws a `Failure` where nothing can be recorded in `file`: the witness itself never disturbs a server, and so is silent. */
export async function requireRecordable(system: System, file: string): Promise<void> {
  try {
    await appendFile(resolve(system.cwd, file), '');
  } catch (error) {
    throw new Failure({
      kind: 'usage',
      code: 'witness-not-writable',
      found: `${file} cannot be written: ${errorCode(error) ?? String(error)}.`,
      need: 'A file in a folder that is there and that this user may write to.',
      fix: ['sdn launch --witness session.jsonl'],
    });
  }
}

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
