import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../../findings/failure.ts';
import { projectName } from '../../packages/project-name.ts';
import { parseWheelName } from '../../packages/sources/wheel-name.ts';
import type { LockedWheel } from '../../packages/uv/lock.ts';

/** The folder of wheels in a bundle. */
export function wheelsOf(bundle: string): string {
  return join(bundle, 'wheels');
}

/** The lock of a bundle; it is written last, so a folder with one is complete. */
export function lockOf(bundle: string): string {
  return join(bundle, 'sdn.lock');
}

const OURS = ['sdn.lock', 'wheels', 'README.txt'];

/** Makes sure that a bundle may be made in a folder: it is not there, is empty, or holds an older bundle. */
export async function refuseUnlessBundleable(folder: string): Promise<void> {
  const seen = await stat(folder).catch(() => null);
  if (seen === null) return;
  const names = seen.isDirectory() ? await readdir(folder) : ['(a file)'];
  const strange = names.filter((name) => !OURS.includes(name));
  if (strange.length === 0) return;
  throw new Failure({
    kind: 'refused',
    code: 'not-a-bundle',
    found: `${folder} holds something else: ${strange.slice(0, 3).join(', ')}. Nothing was changed.`,
    need: 'A folder that is empty, that does not exist yet, or that holds an older bundle.',
  });
}

/** Removes wheels of an older bundle that the new one does not want. */
export async function removeOthers(folder: string, wheels: readonly LockedWheel[]): Promise<void> {
  const wanted = new Set(wheels.map(({ name, version }) => `${projectName(name)}==${version}`));
  for (const file of await readdir(folder)) {
    const wheel = parseWheelName(file);
    const isWanted =
      wheel !== null &&
      (wheel.project === 'uv' || wanted.has(`${projectName(wheel.project)}==${wheel.version}`));
    if (!isWanted) await rm(join(folder, file), { recursive: true });
  }
}

/** Throws a Failure that names the wheels a bundle should hold and does not. */
export async function requireWheels(folder: string, wheels: readonly LockedWheel[]): Promise<void> {
  const files = await readdir(folder).catch(() => []);
  const present = new Set(
    files.flatMap((file) => {
      const wheel = parseWheelName(file);
      return wheel === null ? [] : [`${projectName(wheel.project)}==${wheel.version}`];
    }),
  );
  const missing = wheels.filter(({ name, version }) => !present.has(`${projectName(name)}==${version}`));
  if (missing.length === 0) return;
  throw new Failure({
    kind: 'notReady',
    code: 'bundle-incomplete',
    found: `${folder} lacks ${missing.map(({ name, version }) => `${name} ${version}`).join(', ')}.`,
    need: 'Every wheel that the bundle’s lock names: the whole folder, as `sdn bundle` made it.',
  });
}
