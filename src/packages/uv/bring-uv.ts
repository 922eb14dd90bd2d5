import { constants } from 'node:fs';
import { access, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, isAbsolute, join } from 'node:path';
import semver from 'semver';
import { Failure } from '../../findings/failure.ts';
import { childEnv } from '../../system/child-env.ts';
import { makeFolder } from '../../system/files.ts';
import type { System } from '../../system/system.ts';
import { templatePath } from '../../system/templates.ts';
import { looksLikeNetwork } from '../network-trouble.ts';
import { pipVariables } from '../pip/pip-configuration.ts';
import { pipEnvironment } from '../pip/pip-environment.ts';
import type { Sources } from '../sources/sources.ts';
import { withoutLogins } from '../sources/without-logins.ts';
import { UV_PINNED, UV_RANGE, type Uv } from './uv.ts';

const VERSION_LIMIT_MS = 5_000;
const DOWNLOAD_LIMIT_MS = 300_000;

/**
 * A uv to work with: the machine's own where its version is one sdn was tried with, else the one in sdn's cache,
 * else the pinned one, brought by the user's own pip with its hashes checked. With `from`, pip looks nowhere else.
 */
export async function bringUv(python: string, system: System, from: Sources | null = null): Promise<Uv> {
  return (await uvHere(system)) ?? (await uvThroughPip(python, system, from));
}

/** The uv that needs not be brought: the machine's own, else the one in sdn's cache; null where neither will do. */
export async function uvHere(system: System): Promise<Uv | null> {
  return (await uvOnPath(system)) ?? (await uvInCache(system));
}

async function uvOnPath(system: System): Promise<Uv | null> {
  const folders = (system.env.PATH ?? system.env.Path ?? '')
    .split(delimiter)
    .filter((folder) => isAbsolute(folder));
  for (const folder of folders) {
    const version = await versionOf(join(folder, programName(system)), system);
    if (version !== null && semver.satisfies(version, UV_RANGE)) {
      return { path: join(folder, programName(system)), version, origin: 'path' };
    }
  }
  return null;
}

async function uvInCache(system: System): Promise<Uv | null> {
  const path = cachedProgram(system);
  const version = await versionOf(path, system);
  return version === UV_PINNED ? { path, version, origin: 'cache' } : null;
}

/** The version of the uv at `path`, or null where there is none that answers. */
async function versionOf(path: string, system: System): Promise<string | null> {
  if (!(await mayBeStarted(path))) return null;
  const outcome = await system.run({
    file: path,
    args: ['--version'],
    env: childEnv(system),
    cwd: tmpdir(),
    timeoutMs: VERSION_LIMIT_MS,
    maxOutputBytes: 4096,
    signal: system.signal,
  });
  return outcome.exitCode === 0 ? (/^uv (\d+\.\d+\.\d+)/.exec(outcome.stdout)?.[1] ?? null) : null;
}

/** To start what is not there costs milliseconds for each folder on PATH. */
function mayBeStarted(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

function programName({ platform }: System): string {
  return platform === 'win32' ? 'uv.exe' : 'uv';
}

function cacheFolder(system: System): string {
  return join(system.directories.cache, 'uv', UV_PINNED);
}

function cachedProgram(system: System): string {
  return join(cacheFolder(system), 'bin', programName(system));
}

async function uvThroughPip(python: string, system: System, from: Sources | null): Promise<Uv> {
  const staged = `${cacheFolder(system)}.${process.pid}.new`;
  await makeFolder(join(system.directories.cache, 'uv'));
  try {
    await installWithPip({ python, from, staged }, system);
    // Another sdn may have brought it meanwhile, and be using it.
    if ((await uvInCache(system)) === null) await putInCache(staged, system);
  } finally {
    await rm(staged, { recursive: true, force: true });
  }
  const uv = await uvInCache(system);
  if (uv === null) throw unusable(python);
  return { ...uv, origin: 'pip' };
}

async function putInCache(staged: string, system: System): Promise<void> {
  await rm(cacheFolder(system), { recursive: true, force: true });
  await rename(staged, cacheFolder(system)).catch(() => undefined);
}

type Bringing = { readonly python: string; readonly from: Sources | null; readonly staged: string };

async function installWithPip({ python, from, staged }: Bringing, system: System): Promise<void> {
  const options = ['--quiet', '--no-deps', '--only-binary', ':all:', '--require-hashes', '--no-compile'];
  const list = ['-r', templatePath('requirements', 'uv.txt')];
  const outcome = await system.run({
    file: python,
    args: ['-I', '-X', 'utf8', '-m', 'pip', 'install', ...options, '--no-input', '--target', staged, ...list],
    env: from === null ? childEnv(system, pipVariables(system)) : pipEnvironment(from, system),
    cwd: tmpdir(),
    timeoutMs: DOWNLOAD_LIMIT_MS,
    signal: system.signal,
  });
  if (outcome.exitCode !== 0) throw notBrought(python, withoutLogins(outcome.stderr));
}

function notBrought(python: string, stderr: string): Failure {
  if (/No module named pip\b/.test(stderr)) return noPip(python);
  const errors = stderr.split('\n').filter((line) => line.startsWith('ERROR'));
  return new Failure({
    kind: looksLikeNetwork(stderr) ? 'unreachable' : 'childFailed',
    code: 'uv-not-brought',
    found: `uv ${UV_PINNED} could not be brought with pip: ${errors.at(-1) ?? stderr.trim().split('\n').at(-1) ?? ''}`,
    need: `uv ${UV_RANGE} on PATH, or a package index that holds it.`,
    fix: [`${python} -m pip download --no-deps uv==${UV_PINNED}`],
  });
}

function noPip(python: string): Failure {
  return new Failure({
    kind: 'unsupported',
    code: 'pip-missing',
    found: `${python} has no pip, and there is no uv on PATH.`,
    need: `pip in this Python, or uv ${UV_RANGE} on PATH.`,
    fix: [`${python} -m ensurepip --upgrade`],
  });
}

function unusable(python: string): Failure {
  return new Failure({
    kind: 'childFailed',
    code: 'uv-not-usable',
    found: `uv ${UV_PINNED} was installed with pip and does not start.`,
    need: 'A uv that runs on this system.',
    fix: [`${python} -m pip install --user uv==${UV_PINNED}`],
  });
}
