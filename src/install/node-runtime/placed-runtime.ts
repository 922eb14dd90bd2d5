import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import type { System } from '../../system/system.ts';
import { NODE_RUNTIME_VERSION } from './archive.ts';

/** Written into the folder when it is put in place: what it holds and how far its origin was checked. */
const Receipt = v.object({
  schema: v.literal('sdn.node-runtime/1'),
  version: v.string(),
  sha256: v.string(),
  /** Who named that digest before the archive was opened. */
  checkedBy: v.picklist(['you', 'sdn', 'server', 'nobody']),
  at: v.string(),
  /** Bytes of every file, by its path below the folder. */
  files: v.record(v.string(), v.number()),
});
export type Receipt = v.InferOutput<typeof Receipt>;

export type PlacedRuntime =
  | { readonly kind: 'absent' }
  | { readonly kind: 'broken'; readonly why: string }
  | { readonly kind: 'present'; readonly receipt: Receipt };

export const RECEIPT = 'sdn-node-runtime.json';
export const ADDON = 'ov_node_addon.node';

/** Where sdn keeps the native part of openvino-node: for all environments, in its own cache. */
export function runtimeFolder({ directories, platform, arch }: System): string {
  return join(directories.cache, 'openvino-node', `${NODE_RUNTIME_VERSION}-${platform}-${arch}`);
}

/** What stands there, by its receipt; sizes are compared, nothing is loaded. */
export async function placedRuntime(folder: string): Promise<PlacedRuntime> {
  if ((await stat(folder).catch(() => null)) === null) return { kind: 'absent' };
  const text = await readFile(join(folder, RECEIPT), 'utf8').catch(() => '');
  const read = v.safeParse(v.pipe(v.string(), v.parseJson(), Receipt), text);
  if (!read.success) return { kind: 'broken', why: `${RECEIPT} in it is missing or damaged` };
  const sizes = Object.entries(read.output.files).map(async ([name, bytes]) =>
    (await stat(join(folder, name)).catch(() => null))?.size === bytes ? [] : [name],
  );
  const [wrong] = (await Promise.all(sizes)).flat();
  if (wrong !== undefined) return { kind: 'broken', why: `${wrong} is missing or has another size` };
  return { kind: 'present', receipt: read.output };
}
