import { lstat, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { flushed } from '../../system/files.ts';
import { rename } from '../../system/rename.ts';
import type { System } from '../../system/system.ts';
import { templatePath } from '../../system/templates.ts';

/** Three absolute paths in one folder: what comes, where it goes, and where to put what is there now. */
export type Swap = { readonly incoming: string; readonly venv: string; readonly outgoing: string };

/** How the environment got its place: one atomic exchange, two renames, or one because nothing was there. */
export type SwapMethod = 'exchange' | 'renames' | 'first';

const EXCHANGE_TIMEOUT_MS = 10_000;

/**
 * Puts `incoming` at `venv` and what was there at `outgoing`.
 * The exchange is done by the base Python of either environment, because Node has no binding for it; where
 * system, filesystem or Python refuse, two renames follow, microseconds apart, undone if the second fails.
 */
export async function swap(places: Swap, system: System): Promise<SwapMethod> {
  const method = await placed(places, system);
  await flushed(dirname(places.venv));
  return method;
}

async function placed(places: Swap, system: System): Promise<SwapMethod> {
  const { incoming, venv, outgoing } = places;
  if (!(await isThere(venv))) {
    await rename(incoming, venv, system.platform);
    return 'first';
  }
  if (await exchanged(places, system)) {
    await rename(incoming, outgoing, system.platform);
    return 'exchange';
  }
  await twoRenames(places, system.platform);
  return 'renames';
}

async function twoRenames({ incoming, venv, outgoing }: Swap, platform: NodeJS.Platform): Promise<void> {
  await rename(venv, outgoing, platform);
  try {
    await rename(incoming, venv, platform);
  } catch (error) {
    await rename(outgoing, venv, platform);
    throw error;
  }
}

/** True once the two have changed places. What the disk shows counts, not how the child ended. */
async function exchanged({ incoming, venv }: Swap, system: System): Promise<boolean> {
  const python = await basePython([incoming, venv]);
  if (system.platform === 'win32' || python === null) return false;
  const before = await identity(incoming);
  const args = ['-I', '-S', templatePath('probes', 'exchange.py'), incoming, venv];
  await system.run({ file: python, args, timeoutMs: EXCHANGE_TIMEOUT_MS, env: {} });
  return (await identity(venv)) === before;
}

/** The interpreter behind an environment's `python`: it stands outside, so no rename moves it. */
async function basePython(venvs: readonly string[]): Promise<string | null> {
  for (const venv of venvs) {
    const python = await realpath(join(venv, 'bin', 'python')).catch(() => null);
    if (python !== null && !python.startsWith(`${venv}/`)) return python;
  }
  return null;
}

async function identity(path: string): Promise<string | null> {
  const seen = await lstat(path, { bigint: true }).catch(() => null);
  return seen === null ? null : `${seen.dev}:${seen.ino}`;
}

async function isThere(path: string): Promise<boolean> {
  return (await identity(path)) !== null;
}
