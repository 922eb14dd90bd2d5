import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Failure } from '../../findings/failure.ts';
import { type Choice, type ChosenBuild, tierOf } from '../../packages/choose-build.ts';
import { pipConfiguration } from '../../packages/pip/pip-configuration.ts';
import { minorVersion } from '../../packages/pythons/interpreter.ts';
import { usablePythons } from '../../packages/pythons/usable-pythons.ts';
import { type Sources, sourcesOf } from '../../packages/sources/sources.ts';
import { bringUv } from '../../packages/uv/bring-uv.ts';
import type { LockedWheel } from '../../packages/uv/lock.ts';
import { parseSdnLock, type SdnLock } from '../../packages/uv/sdn-lock.ts';
import { buildOf, fullVersion, type WantedSet } from '../../packages/wanted.ts';
import type { System } from '../../system/system.ts';
import { requireWheels } from '../bundle/bundle-folder.ts';
import { type Gathered, uvSources } from './gather.ts';
import type { InstallRequest } from './request.ts';

export type Locked = { readonly text: string; readonly lock: SdnLock };

/**
 * The lock that a request is bound to; without network also the one that an earlier installation left here, where it
 * fits. Null: resolve anew. Throws a Failure where a lock that was asked for cannot be used.
 */
export async function lockToFollow(request: InstallRequest, system: System): Promise<Locked | null> {
  const { lockFile, network, place } = request;
  if (lockFile !== null) return readLock(lockFile, request, system);
  if (network === 'online') return null;
  return readLock(join(place.dir, 'sdn.lock'), request, system).catch(() => null);
}

/** Reads the lock an installation is bound to; throws a Failure where it is missing, damaged or for another machine. */
async function readLock(path: string, request: InstallRequest, system: System): Promise<Locked> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw request.bundle === null ? noLock(path) : noBundle(path);
  });
  const lock = parseSdnLock(text);
  const { variant, platform } = lock.about;
  const here = `${system.platform}-${system.arch}`;
  if (platform !== here) throw foreignLock(path, `${platform}, this machine is ${here}`);
  if (variant !== request.wanted.variant)
    throw foreignLock(path, `${variant}, asked for is ${request.wanted.variant}`);
  return { text, lock };
}

/** The same as `gather`, with everything that a lock decides taken from it: no index is asked. */
export async function gatherLocked(
  request: InstallRequest,
  { lock }: Locked,
  system: System,
): Promise<Gathered> {
  const wanted = { ...request.wanted, pythons: [lock.about.python] };
  const pythons = await usablePythons(request.python, wanted, system);
  const [python] = pythons.eligible;
  if (python === undefined || minorVersion(python.version) !== lock.about.python) throw otherPython(lock);
  const choice = choiceIn(lock, python, request.wanted);
  if (request.policy === 'exact' && choice.tier !== 'pinned') throw notExact(choice, request);
  const sources = await lockedSources(request, python.base, system);
  if (request.bundle !== null) await requireWheels(request.bundle, lock.wheels);
  const uv = await bringUv(python.base, system, uvSources(request, sources));
  return { uv, choice, sources, dropped: [], pythons };
}

async function lockedSources(request: InstallRequest, python: string, system: System): Promise<Sources> {
  if (request.bundle === null) return sourcesOf(request.sources, await pipConfiguration(python, system));
  const only = { torchIndexUrl: null, indexUrl: null, extraIndexUrls: [], findLinks: [request.bundle] };
  return { ...sourcesOf(only, null), main: null };
}

function choiceIn({ wheels, about }: SdnLock, python: Choice['python'], wanted: WantedSet): Choice {
  const source = about.index === null ? 'configured' : 'torch';
  const torch = lockedBuild('torch', wheels, source);
  return {
    python,
    torch,
    torchvision: lockedBuild('torchvision', wheels, source),
    // A lock may have been made where the pinned build could not be had; that is said again here.
    tier: torch === null ? 'pinned' : tierOf(torch, wanted),
  };
}

function lockedBuild(name: string, wheels: readonly LockedWheel[], source: string): ChosenBuild | null {
  const wheel = wheels.find((each) => each.name === name);
  return wheel === undefined ? null : { ...buildOf(wheel.version), source };
}

function notExact({ torch }: Choice, { wanted }: InstallRequest): Failure {
  return new Failure({
    kind: 'notReady',
    code: 'lock-not-exact',
    found: `The lock holds torch ${torch === null ? '' : fullVersion(torch)}, and --exact allows no build but the pinned one.`,
    need: `A lock with torch ${wanted.torch === null ? '' : fullVersion(wanted.torch)}.`,
  });
}

function noBundle(path: string): Failure {
  return new Failure({
    kind: 'usage',
    code: 'bundle-missing',
    found: `There is no bundle at ${dirname(path)}: it holds no sdn.lock.`,
    need: 'A folder that `sdn bundle --use-openvino --out FOLDER` made on a machine with network.',
  });
}

function noLock(path: string): Failure {
  return new Failure({
    kind: 'notReady',
    code: 'lock-missing',
    found: `There is no lock at ${path}.`,
    need: 'The sdn.lock of an earlier installation.',
    fix: ['sdn install'],
  });
}

function foreignLock(path: string, what: string): Failure {
  return new Failure({
    kind: 'notReady',
    code: 'lock-for-another-machine',
    found: `${path} is for ${what}.`,
    need: 'A lock made for this kind of machine and this variant.',
    fix: ['sdn install'],
  });
}

function otherPython({ about }: SdnLock): Failure {
  return new Failure({
    kind: 'unsupported',
    code: 'python-not-found',
    found: `The lock is for Python ${about.python}, which is not here.`,
    need: `Python ${about.python}.`,
    fix: [`uv python install ${about.python}`],
  });
}
