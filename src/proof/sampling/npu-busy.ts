import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readIfThere } from '../../system/files.ts';
import type { System } from '../../system/system.ts';

/** `npu_busy_time_us` of every accelerator node: microseconds with jobs submitted, since boot, for the whole device. */
export async function npuBusyUs(system: System): Promise<number | null> {
  const folder = join(system.root, 'sys/class/accel');
  const nodes = await readdir(folder).catch(() => []);
  const texts = nodes.map((node) =>
    readIfThere(join(folder, node, 'device/npu_busy_time_us')).catch(() => null),
  );
  const values = (await Promise.all(texts)).flatMap((text) =>
    text === null || !/^\d+\s*$/.test(text) ? [] : [Number(text)],
  );
  return values.length === 0 ? null : values.reduce((sum, each) => sum + each, 0);
}
