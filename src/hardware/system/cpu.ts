import { cpus } from 'node:os';
import type { System } from '../../system/system.ts';
import type { Facts } from '../facts.ts';
import { textOf } from '../tree.ts';

type Cpu = NonNullable<Facts['cpu']>;

const TOLD =
  /^(?:sse4_2|avx|avx2|fma|f16c|avx512f|avx512_bf16|avx512_vnni|avx_vnni|amx_tile|amx_bf16|amx_int8|asimd|asimddp|bf16|i8mm|sve)$/;

/** `/proc/cpuinfo`: brand, the instruction sets that inference uses, cores and threads. */
export function parseCpuinfo(text: string): Cpu {
  const value = (key: string) => new RegExp(`^${key}\\s*:\\s*(.*)$`, 'm').exec(text)?.[1]?.trim() ?? null;
  const flags = (value('flags') ?? value('Features') ?? '').split(/\s+/).filter((flag) => TOLD.test(flag));
  const blocks = text.split(/\n\s*\n/).filter((block) => /^processor\s*:/m.test(block));
  return {
    vendor: value('vendor_id'),
    brand: value('model name'),
    flags,
    cores: coresIn(blocks),
    threads: blocks.length > 0 ? blocks.length : null,
  };
}

/** Distinct pairs of socket and core; null where the file does not say. */
function coresIn(blocks: readonly string[]): number | null {
  const pairs = blocks.flatMap((block) => {
    const core = /^core id\s*:\s*(\d+)/m.exec(block)?.[1];
    const socket = /^physical id\s*:\s*(\d+)/m.exec(block)?.[1];
    return core === undefined ? [] : [`${socket ?? 0}/${core}`];
  });
  return pairs.length === 0 ? null : new Set(pairs).size;
}

async function linuxCpu(system: System): Promise<Cpu> {
  const [info, max, quota, period] = await Promise.all([
    textOf(system, '/proc/cpuinfo'),
    textOf(system, '/sys/fs/cgroup/cpu.max'),
    textOf(system, '/sys/fs/cgroup/cpu/cpu.cfs_quota_us'),
    textOf(system, '/sys/fs/cgroup/cpu/cpu.cfs_period_us'),
  ]);
  const limit = parseCpuMax(max ?? `${quota} ${period}`);
  return { ...parseCpuinfo(info ?? ''), ...(limit === null ? {} : { limit }) };
}

/** Processors that a control group allows: "150000 100000" is 1.5, "max 100000" and "-1 100000" are no limit. */
export function parseCpuMax(text: string): number | null {
  const [, quota, period] = /^(\d+) ([1-9]\d*)$/.exec(text.trim()) ?? [];
  return quota === undefined || Number(quota) === 0 ? null : Number(quota) / Number(period);
}

/** The processor, from `/proc/cpuinfo` on Linux and from Node elsewhere. */
export async function readCpu(system: System): Promise<Cpu> {
  if (system.platform === 'linux') return linuxCpu(system);
  const all = cpus();
  return { brand: all[0]?.model.trim() ?? null, threads: all.length > 0 ? all.length : null };
}
