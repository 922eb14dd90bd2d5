import { rm } from 'node:fs/promises';
import { makeFolder } from '../../system/files.ts';
import type { Outcome } from '../../system/run.ts';
import type { System } from '../../system/system.ts';
import { localSources, type Sources } from '../sources/sources.ts';
import { hashedRequirements, type LockedWheel } from './lock.ts';
import { begunWheels, resumedFolder, resumeWheel } from './resumed-wheels.ts';
import type { Uv } from './uv.ts';
import { uvEnvironment } from './uv-environment.ts';
import { uvFailure } from './uv-failure.ts';
import { UV_TROUBLES } from './uv-troubles.ts';

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
  const args = ['venv', '--relocatable', '--no-project', '--python', target.python, target.venv];
  const outcome = await call(args, { ...target, limitMs: VENV_LIMIT_MS }, system);
  if (outcome.exitCode !== 0)
    throw uvFailure(outcome, { ...VENV, limitMs: VENV_LIMIT_MS, command: target.command });
}

type Installation = Target & {
  readonly wheels: readonly LockedWheel[];
  readonly onLine: (line: string) => void;
};

/**
 * Installs exactly these wheels, hashes checked, and nothing else. `onLine` hears uv's progress.
 * A wheel whose download is cut for uv, which begins it anew each time, is brought piece by piece instead.
 */
export async function installWheels(installation: Installation, system: System): Promise<void> {
  const { wheels, network, command } = installation;
  const begun = network === 'online' ? await begunWheels(wheels, 'part', system) : [];
  for (const wheel of begun) await resumeWheel(wheel, bringingOf(installation), system);
  const tried = new Set(begun);
  for (;;) {
    const outcome = await installed(installation, system);
    if (outcome.exitCode === 0) return;
    const wheel = network === 'online' ? cutShort(outcome, wheels) : undefined;
    const isNew = wheel !== undefined && !tried.has(wheel);
    if (!isNew || !(await resumeWheel(wheel, bringingOf(installation), system)))
      throw uvFailure(outcome, { ...INSTALL, limitMs: INSTALL_LIMIT_MS, command });
    tried.add(wheel);
  }
}

function bringingOf({ sources, onLine }: Installation) {
  return { sources, say: onLine };
}

/** Those that lie here whole go first, by themselves: where an index has them too, uv would fetch them from there. */
async function installed(installation: Installation, system: System): Promise<Outcome> {
  const whole = await begunWheels(installation.wheels, 'whole', system);
  const rest = installation.wheels.filter((wheel) => !whole.includes(wheel));
  if (whole.length === 0) return unpacked(rest, installation, system);
  const folders = whole.map((wheel) => resumedFolder(wheel, system));
  const here = { ...installation, sources: localSources(installation.sources), from: folders };
  const first = await unpacked(whole, here, system);
  if (first.exitCode === 0) return rest.length === 0 ? first : unpacked(rest, installation, system);
  // What does not fit its hash any more would be in the way for ever.
  await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })));
  return unpacked(installation.wheels, installation, system);
}

async function unpacked(
  wheels: readonly LockedWheel[],
  installation: Installation & { readonly from?: readonly string[] },
  system: System,
): Promise<Outcome> {
  const { venv, network, from } = installation;
  const options = ['--no-deps', '--no-build', '--require-hashes'];
  const more = [
    ...(network === 'offline' ? ['--offline'] : []),
    ...(from === undefined ? [] : ['--no-index', ...from.flatMap((folder) => ['--find-links', folder])]),
  ];
  const args = ['pip', 'install', '--python', venv, ...options, ...more, '-r', '-'];
  return call(
    args,
    { ...installation, limitMs: INSTALL_LIMIT_MS, input: hashedRequirements(wheels) },
    system,
  );
}

/** The wheel whose download did not come to its end. */
function cutShort({ stderr }: Outcome, wheels: readonly LockedWheel[]): LockedWheel | undefined {
  const code = UV_TROUBLES.find(({ sign }) => sign.test(stderr))?.code ?? '';
  if (!['connection-cut', 'download-stalled'].includes(code)) return undefined;
  return wheels.find(({ name, version }) => stderr.includes(`\`${name}==${version}\``));
}

type Call = Target & {
  readonly limitMs: number;
  readonly onLine?: (line: string) => void;
  readonly input?: string;
};

async function call(args: readonly string[], target: Call, system: System): Promise<Outcome> {
  const { onLine, input, limitMs } = target;
  await makeFolder(system.directories.cache);
  return system.run({
    file: target.uv.path,
    args,
    cwd: system.directories.cache,
    env: uvEnvironment(everySource(target.sources), system),
    timeoutMs: limitMs,
    signal: system.signal,
    ...(input === undefined ? {} : { input }),
    ...(onLine === undefined ? {} : { onLine: (_stream: string, line: string) => onLine(line) }),
  });
}

/** With exact versions and hashes every index may serve the torch family. */
function everySource(sources: Sources): Sources {
  return sources.torch === null ? sources : { ...sources, extra: [sources.torch, ...sources.extra] };
}
