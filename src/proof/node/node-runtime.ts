import { access } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { execPath } from 'node:process';
import {
  ADDON,
  placedRuntime,
  type Receipt,
  runtimeFolder,
} from '../../install/node-runtime/placed-runtime.ts';
import type { System } from '../../system/system.ts';
import { templatePath } from '../../system/templates.ts';
import type { Engine } from '../child/engine.ts';
import { listDevicesThrough } from '../runtime/list-devices.ts';

/**
 * Whether openvino-node is there. `module`: what a child loads, the package or the addon alone, which is all that the
 * package hands on; `receipt` where sdn brought it.
 */
export type NodeRuntime =
  | { readonly kind: 'present'; readonly module: string; readonly receipt: Receipt | null }
  | { readonly kind: 'half'; readonly folder: string; readonly why: string }
  | { readonly kind: 'absent'; readonly folder: string | null };

/** The package that `SDN_OPENVINO_NODE` names, else the native part that sdn brought, else the package beside sdn itself. */
export async function nodeRuntime(system: System): Promise<NodeRuntime> {
  const named = system.env.SDN_OPENVINO_NODE;
  if (named) return packageAt(resolve(system.cwd, named));
  const folder = runtimeFolder(system);
  const placed = await placedRuntime(folder);
  if (placed.kind === 'present')
    return { kind: 'present', module: join(folder, ADDON), receipt: placed.receipt };
  const beside = besideSdn();
  const found = beside === null ? ({ kind: 'absent', folder: null } as const) : await packageAt(beside);
  if (found.kind !== 'present' && placed.kind === 'broken') return { kind: 'half', folder, why: placed.why };
  return found;
}

async function packageAt(folder: string): Promise<NodeRuntime> {
  if (!(await isThere(join(folder, 'package.json')))) return { kind: 'absent', folder };
  if (await isThere(join(folder, 'bin', ADDON))) return { kind: 'present', module: folder, receipt: null };
  return { kind: 'half', folder, why: 'its native part is missing' };
}

/** A driver that crashes or hangs must not take sdn with it: it is loaded in a child only. */
export function nodeEngine(module: string): Engine {
  const args = [templatePath('probes', 'openvino_node.mjs')];
  return { name: 'node', file: execPath, args, request: { module } };
}

/** Loads the addon of a folder in a child; null where it answers, else its own words. */
export async function loadOnce(folder: string, system: System): Promise<string | null> {
  const list = await listDevicesThrough(system, nodeEngine(join(folder, ADDON)));
  return list.ending === 'finished' ? null : (list.stop ?? list.ending);
}

function besideSdn(): string | null {
  try {
    return dirname(createRequire(import.meta.url).resolve('openvino-node/package.json'));
  } catch {
    return null;
  }
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
