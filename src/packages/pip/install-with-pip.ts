import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../../findings/failure.ts';
import { makeFolder } from '../../system/files.ts';
import type { System } from '../../system/system.ts';
import { withWorkFolder } from '../../system/work-folder.ts';
import { localSources, type Sources } from '../sources/sources.ts';
import { hashedRequirements, type LockedWheel } from '../uv/lock.ts';
import { pipEnvironment } from './pip-environment.ts';
import { pipFailure } from './pip-failure.ts';

const INSTALL_LIMIT_MS = 3_600_000;

type Installation = {
  /** The base Python whose pip does the work. */
  readonly base: string;
  /** The Python of the environment that is filled. */
  readonly python: string;
  readonly sources: Sources;
  readonly network: 'online' | 'offline';
  readonly wheels: readonly LockedWheel[];
  readonly command: string;
};

/** Installs exactly these wheels with pip, hashes checked, and nothing else. Returns the version of pip. */
export async function installWithPip(installation: Installation, system: System): Promise<string> {
  const version = await pipVersion(installation, system);
  await makeFolder(system.directories.cache);
  await withWorkFolder('pip-install', system, async (work) => {
    const requirements = join(work, 'requirements.txt');
    await writeFile(requirements, hashedRequirements(installation.wheels));
    await install(installation, requirements, system);
  });
  return version;
}

async function install(installation: Installation, requirements: string, system: System): Promise<void> {
  const { python, network, command } = installation;
  const sources = network === 'online' ? installation.sources : localSources(installation.sources);
  const options = ['--no-deps', '--only-binary', ':all:', '--require-hashes', '--no-compile'];
  const more = ['--no-warn-script-location', '--root-user-action', 'ignore', '-r', requirements];
  const outcome = await system.run({
    file: installation.base,
    args: [...PIP, '--python', python, 'install', '--quiet', ...options, ...more],
    env: pipEnvironment(sources, system),
    cwd: system.directories.cache,
    timeoutMs: INSTALL_LIMIT_MS,
    signal: system.signal,
  });
  if (outcome.exitCode === 0) return;
  throw pipFailure(outcome, { task: 'install the packages', code: 'not-installed', command });
}

const PIP = ['-I', '-X', 'utf8', '-m', 'pip'] as const;

async function pipVersion({ base, sources }: Installation, system: System): Promise<string> {
  const outcome = await system.run({
    file: base,
    args: [...PIP, '--version'],
    env: pipEnvironment(sources, system),
    timeoutMs: 60_000,
    signal: system.signal,
  });
  const [, version] = /^pip (\d+(?:\.\d+)+)/.exec(outcome.stdout) ?? [];
  if (version !== undefined && isNewEnough(version)) return version;
  throw new Failure({
    kind: 'unsupported',
    code: 'pip-too-old',
    found: `${base} has ${version === undefined ? 'no pip that answers' : `pip ${version}`}.`,
    need: 'pip 22.3 or newer, which can fill another environment; or the default, --installer uv.',
  });
}

/** `pip --python` came with 22.3 (its changelog, 2022-10-15). */
function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 22 || (major === 22 && minor >= 3);
}
