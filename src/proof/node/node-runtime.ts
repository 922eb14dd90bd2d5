import { access } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { execPath } from 'node:process';
import type { System } from '../../system/system.ts';
import { templatePath } from '../../system/templates.ts';
import type { Engine } from '../engine.ts';

/** Whether openvino-node is there: its folder, with or without the native part that npm's script would have brought. */
export type NodeRuntime =
  | { readonly kind: 'present'; readonly folder: string }
  | { readonly kind: 'half'; readonly folder: string }
  | { readonly kind: 'absent'; readonly folder: string | null };

/** In the folder that `SDN_OPENVINO_NODE` names, else beside sdn itself. Nothing of it is loaded here. */
export async function nodeRuntime(system: System): Promise<NodeRuntime> {
  const named = system.env.SDN_OPENVINO_NODE;
  const folder = named ? resolve(system.cwd, named) : besideSdn();
  if (folder === null || !(await isThere(join(folder, 'package.json')))) return { kind: 'absent', folder };
  const native = await isThere(join(folder, 'bin', 'ov_node_addon.node'));
  return { kind: native ? 'present' : 'half', folder };
}

/** A driver that crashes or hangs must not take sdn with it: the package is loaded in a child only. */
export function nodeEngine(folder: string): Engine {
  const args = [templatePath('probes', 'openvino_node.mjs')];
  return { name: 'node', file: execPath, args, request: { package: folder } };
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
