import { makeFolder } from '../../system/files.ts';
import type { System } from '../../system/system.ts';
import type { Sources } from '../sources/sources.ts';
import { hashedRequirements, type LockedWheel } from './lock.ts';
import type { Uv } from './uv.ts';
import { uvEnvironment } from './uv-environment.ts';
import { uvFailure } from './uv-failure.ts';

const VENV_LIMIT_MS = 60_000;
const INSTALL_LIMIT_MS = 3_600_000;
const VENV = { task: 'create the environment', code: 'venv-not-created' } as const;
const INSTALL = { task: 'install the packages', code: 'not-installed' } as const;

type Target = {
  readonly uv: Uv;
  /** The environment's folder; it must not exist yet. */
  readonly venv: string;
  readonly sources: Sources;
  readonly network: 'online' | 'offline';
  /** The command line to try again. */
  readonly command: string;
};

/** Makes an empty environment that can be renamed later: its scripts find themselves. */
export async function createVenv(
  target: Target & { readonly python: string },
  system: System,
): Promise<void> {
  await call(
    ['venv', '--relocatable', '--no-project', '--python', target.python, target.venv],
    target,
    system,
    VENV_LIMIT_MS,
  );
}

/** Installs exactly these wheels, hashes checked, and nothing else. `onLine` hears uv's progress. */
export async function installWheels(
  target: Target & { readonly wheels: readonly LockedWheel[]; readonly onLine: (line: string) => void },
  system: System,
): Promise<void> {
  const options = [
    '--no-deps',
    '--no-build',
    '--require-hashes',
    ...(target.network === 'offline' ? ['--offline'] : []),
  ];
  const args = ['pip', 'install', '--python', target.venv, ...options, '-r', '-'];
  await call(args, { ...target, input: hashedRequirements(target.wheels) }, system, INSTALL_LIMIT_MS);
}

async function call(
  args: readonly string[],
  target: Target & { readonly onLine?: (line: string) => void; readonly input?: string },
  system: System,
  timeoutMs: number,
): Promise<void> {
  const { onLine, input } = target;
  await makeFolder(system.directories.cache);
  const outcome = await system.run({
    file: target.uv.path,
    args,
    cwd: system.directories.cache,
    env: uvEnvironment(everySource(target.sources), system),
    timeoutMs,
    signal: system.signal,
    ...(input === undefined ? {} : { input }),
    ...(onLine === undefined ? {} : { onLine: (_stream: string, line: string) => onLine(line) }),
  });
  if (outcome.exitCode === 0) return;
  const attempt = args[0] === 'venv' ? VENV : INSTALL;
  throw uvFailure(outcome, { ...attempt, limitMs: timeoutMs, command: target.command });
}

/** With exact versions and hashes every index may serve the torch family. */
function everySource(sources: Sources): Sources {
  return sources.torch === null ? sources : { ...sources, extra: [sources.torch, ...sources.extra] };
}
