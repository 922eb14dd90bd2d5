import { Failure } from '../../findings/failure.ts';
import type { System } from '../../system/system.ts';
import { looksLikeNetwork } from '../network-trouble.ts';
import type { Sources } from '../sources/sources.ts';
import { explainUv } from './explain.ts';
import { hashedRequirements, type LockedWheel } from './lock.ts';
import type { Uv } from './uv.ts';
import { uvEnvironment } from './uv-environment.ts';

const VENV_LIMIT_MS = 60_000;
const INSTALL_LIMIT_MS = 3_600_000;

type Target = {
  readonly uv: Uv;
  /** The environment's folder; it must not exist yet. */
  readonly venv: string;
  readonly sources: Sources;
  readonly network: 'online' | 'offline';
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
  if (outcome.status === 'cancelled') throw cancelled();
  if (outcome.exitCode !== 0) throw failed(args[0] ?? '', outcome.stderr);
}

/** With exact versions and hashes every index may serve the torch family. */
function everySource(sources: Sources): Sources {
  return sources.torch === null ? sources : { ...sources, extra: [sources.torch, ...sources.extra] };
}

function cancelled(): Failure {
  return new Failure({
    kind: 'interrupted',
    code: 'cancelled',
    found: 'Cancelled while packages were installed.',
  });
}

function failed(step: string, stderr: string): Failure {
  return new Failure({
    kind: looksLikeNetwork(stderr) ? 'unreachable' : 'childFailed',
    code: step === 'venv' ? 'venv-not-created' : 'not-installed',
    found: `uv ${step === 'venv' ? 'cannot create the environment' : 'cannot install the packages'}: ${explainUv(stderr)}`,
    need: diskFull(stderr) ? 'Free space on this disk.' : 'A run that uv finishes.',
    fix: diskFull(stderr) ? ['df -h .'] : [],
  });
}

function diskFull(stderr: string): boolean {
  return /no space left on device|os error 28|os error 112|disk quota exceeded/i.test(stderr);
}
