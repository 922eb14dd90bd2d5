import { Failure } from '../../findings/failure.ts';
import { definedEnv, type System } from '../../system/system.ts';
import { type Place, stagePath } from '../environment/place.ts';

/** MAX_PATH without its end mark: what Windows takes unless long paths are switched on. */
const WINDOWS_LIMIT = 259;
/** `\Lib\site-packages\` and the longest path in torch 2.13.0+cpu (171 characters), measured 2026-11-23. */
const LONGEST_BELOW = 190;

const KEY = 'HKLM\\SYSTEM\\CurrentControlSet\\Control\\FileSystem';

/** Throws a Failure where Windows would refuse the deepest files of an environment at this place. */
export async function refuseLongPath(place: Place, system: System): Promise<void> {
  if (system.platform !== 'win32') return;
  const stage = stagePath(place, '0'.repeat(16)).length;
  if (stage + LONGEST_BELOW <= WINDOWS_LIMIT || (await takesLongPaths(system))) return;
  const over = stage + LONGEST_BELOW - WINDOWS_LIMIT;
  throw new Failure({
    kind: 'notReady',
    code: 'path-too-long',
    found: `Files below ${place.venv} would have paths of ${stage + LONGEST_BELOW} characters; Windows stops at ${WINDOWS_LIMIT}.`,
    need: `A folder whose path is ${over} characters shorter, or long paths switched on by an administrator.`,
    fix: [`reg add ${KEY} /v LongPathsEnabled /t REG_DWORD /d 1 /f`],
  });
}

async function takesLongPaths(system: System): Promise<boolean> {
  const file = `${system.env.SystemRoot ?? 'C:\\Windows'}\\System32\\reg.exe`;
  const args = ['query', KEY, '/v', 'LongPathsEnabled'];
  const { stdout } = await system.run({ file, args, timeoutMs: 5_000, env: definedEnv(system.env) });
  return /LongPathsEnabled\s+REG_DWORD\s+0x1\b/.test(stdout);
}
