import { mkdir, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileSha256 } from '../../system/digest.ts';
import { download } from '../../system/http/download.ts';
import { dropPartial } from '../../system/http/partial-file.ts';
import type { System } from '../../system/system.ts';
import { allSources, type Sources, withLogin } from '../sources/sources.ts';
import type { LockedWheel } from './lock.ts';
import { uvEnvironment } from './uv-environment.ts';

/** The largest wheel of 2026, torch for ROCm, has 4 GB. */
const MOST_BYTES = 16e9;
const LONGEST_MS = 3_600_000;
const SILENCE_SECONDS = 30;
const SAY_EVERY_MS = 250;

type Bringing = { readonly sources: Sources; readonly say: (line: string) => void };

/** Where a wheel lies, whole or in part, that uv could not bring in one piece: it begins each anew, this does not. */
export function resumedFolder({ hash }: LockedWheel, { directories }: System): string {
  return join(directories.cache, 'wheels', hash.slice('sha256:'.length, 'sha256:'.length + 16));
}

/** Those of the wheels that lie there whole, or that an earlier try has begun. */
export async function begunWheels(
  wheels: readonly LockedWheel[],
  state: 'whole' | 'part',
  system: System,
): Promise<readonly LockedWheel[]> {
  const path = (wheel: LockedWheel) =>
    state === 'whole' ? wholePath(wheel, system) : partPath(wheel, system);
  const seen = await Promise.all(wheels.map((wheel) => stat(path(wheel)).catch(() => null)));
  return wheels.filter((_, index) => seen[index] !== null);
}

/**
 * Brings one wheel, going on where it was cut, now and in the next run; its hash decides whether it is kept.
 * False where that cannot be, too: uv's own word on it then stands. Throws the reason of the system's signal.
 */
export async function resumeWheel(wheel: LockedWheel, bringing: Bringing, system: System): Promise<boolean> {
  const { trustedHosts, clientCert, retries } = bringing.sources;
  const isOurs = /^https?:/.test(wheel.url) && retries !== 0 && clientCert === null;
  if (!isOurs || trustedHosts.length > 0) return false;
  await mkdir(resumedFolder(wheel, system), { recursive: true });
  try {
    return await brought(wheel, bringing, system);
  } catch {
    system.signal.throwIfAborted();
    return false;
  }
}

async function brought(wheel: LockedWheel, bringing: Bringing, system: System): Promise<boolean> {
  const path = partPath(wheel, system);
  const { resumed } = await download(wishFor(wheel, bringing, system));
  if (`sha256:${await fileSha256(path)}` === wheel.hash) {
    await rename(path, wholePath(wheel, system));
    await dropPartial(path);
    return true;
  }
  await dropPartial(path);
  // Bytes of an earlier run may be of a file that was exchanged since; only a whole new one decides.
  return resumed && brought(wheel, bringing, system);
}

function wishFor(wheel: LockedWheel, { sources, say }: Bringing, system: System) {
  const stallMs = 1_000 * (sources.timeoutSeconds ?? SILENCE_SECONDS);
  let saidAt = 0;
  return {
    url: addressOf(wheel, sources),
    path: partPath(wheel, system),
    mostBytes: wheel.bytes ?? MOST_BYTES,
    patience: { answerMs: stallMs, stallMs, totalMs: LONGEST_MS, pauseMs: 1_000 },
    env: uvEnvironment(sources, system),
    signal: system.signal,
    onProgress: (bytes: number, total: number | null) => {
      if (performance.now() - saidAt < SAY_EVERY_MS && bytes !== total) return;
      saidAt = performance.now();
      say(
        `Downloading ${wheel.name} (${megabytes(bytes)}${total === null ? '' : ` of ${megabytes(total)}`} MB)`,
      );
    },
  };
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}

/** With the login of the source that it is from: an address in a lock has none. */
function addressOf({ url }: LockedWheel, sources: Sources): URL {
  const address = new URL(url);
  const source = allSources(sources).find(
    (each) => each.user !== null && URL.canParse(each.url) && new URL(each.url).origin === address.origin,
  );
  if (source === undefined) return address;
  const { username, password } = new URL(withLogin(source));
  return Object.assign(address, { username, password });
}

function wholePath(wheel: LockedWheel, system: System): string {
  const file = decodeURIComponent(new URL(wheel.url, 'file:').pathname.split('/').at(-1) ?? '');
  return join(resumedFolder(wheel, system), file.replace(/[^\w.+-]/g, '_'));
}

function partPath(wheel: LockedWheel, system: System): string {
  return `${wholePath(wheel, system)}.part`;
}
