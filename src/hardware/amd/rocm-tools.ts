import * as v from 'valibot';
import type { SeenGpu } from '../seen.ts';

const MIB = 1024 * 1024;

/** `rocm_agent_enumerator`: one target a line; gfx000 is the processor. */
export function parseAgentEnumerator(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => /^gfx[0-9a-f]{3,4}$/.test(line) && line !== 'gfx000');
}

/** `rocm-smi --showmeminfo vram --json`: one block a card, others beside them. Null where it is not JSON. */
export function parseRocmSmi(text: string): readonly SeenGpu[] | null {
  try {
    const blocks = v.parse(v.record(v.string(), v.record(v.string(), v.unknown())), JSON.parse(text));
    return Object.entries(blocks)
      .filter(([key]) => /^card\d+$/.test(key))
      .map(([, block]) => cardOf(block));
  } catch {
    return null;
  }
}

/** True where rocm-smi says that the kernel driver is not loaded; in WSL2 that is how it always is. */
export function amdgpuNotLoaded(text: string): boolean {
  return /amdgpu not found in modules|Driver not initialized/i.test(text);
}

function cardOf(block: Readonly<Record<string, unknown>>): SeenGpu {
  const text = (key: string) => (typeof block[key] === 'string' ? block[key] : null);
  const gfx = /^gfx[0-9a-f]{3,4}/.exec(text('Card SKU') ?? text('GFX Version') ?? '')?.[0];
  const name = text('GPU Name') ?? text('Card Series');
  const bytes = Number(text('VRAM Total Memory (B)') ?? Number.NaN);
  return {
    vendor: 'amd',
    ...(name === null ? {} : { name }),
    ...(gfx === undefined ? {} : { gfx }),
    ...(Number.isFinite(bytes) ? { vramBytes: bytes } : {}),
  };
}

/** Lines of a HIP runtime: "Device 0: AMD Radeon RX 6800, gfx1030 (0x1030), …, VRAM: 16368 MiB". */
export function parseHipDevices(text: string): readonly SeenGpu[] {
  return [...text.matchAll(/^\s*Device \d+: (.+?), (gfx[0-9a-f]{3,4})\b.*?VRAM: (\d+) MiB/gm)].map(
    ([, name = '', gfx = '', size = '0']) => ({
      vendor: 'amd',
      name,
      gfx,
      vramBytes: Number(size) * MIB,
    }),
  );
}
