import type { Facts, Gpu } from '../../../src/hardware/facts.ts';
import { capabilityOf, gfxOf } from '../../../src/variants/chips.ts';
import { gfxTargetOf } from '../../../src/variants/gfx-targets.ts';
import { reaches } from '../../../src/variants/version.ts';

/** What a peer would install: its variant, and an index in the form of sdn's labels. */
export type PeerChoice = { readonly variant: string | null; readonly index: string | null };

const present = (facts: Facts) => (facts.gpus ?? []).filter((gpu) => gpu.present !== false);
const of = (facts: Facts, vendor: Gpu['vendor']) => present(facts).filter((gpu) => gpu.vendor === vendor);

/**
 * SD.Next's own installer (snapshot 2026-07-23): a tool on the PATH stands for a working device, one pin per
 * backend, no driver and no capability. Here with the vendor's stack installed wherever a card is.
 */
export function sdnextWould(facts: Facts): PeerChoice {
  const { platform } = facts.os;
  if (platform === 'darwin') return { variant: 'mps', index: 'pypi' };
  if (facts.tools?.['nvidia-smi'] ?? of(facts, 'nvidia').length > 0)
    return { variant: 'cuda', index: 'cu132' };
  if (facts.tools?.['sycl-ls'] ?? of(facts, 'intel').length > 0) return { variant: 'xpu', index: 'xpu' };
  if (of(facts, 'amd').length > 0) return amdAtSdnext(facts);
  return { variant: 'cpu', index: 'pypi' };
}

function amdAtSdnext(facts: Facts): PeerChoice {
  const family = of(facts, 'amd').map(
    (gpu) => gfxTargetOf(gpu.gfx ?? gfxOf(gpu.deviceId ?? null))?.windowsFamily,
  );
  if (facts.os.platform === 'win32')
    return family.some(Boolean) ? { variant: 'rocm', index: null } : { variant: 'cpu', index: 'pypi' };
  const version = facts.runtimes?.rocm ?? '7.2';
  const pins = ['7.2', '7.1', '7.0', '6.4', '6.3', '6.2', '6.1'];
  const label = pins.find((pin) => reaches(version, pin)) ?? '6.0';
  return { variant: 'rocm', index: `rocm${label === '6.2' ? '6.2.4' : label}` };
}

/**
 * torchruntime 2.24: PCI ids looked up by name, discrete before integrated, NVIDIA among two makes of discrete
 * cards, no driver version anywhere; AMD on Windows is DirectML, Apple Silicon is the processor.
 */
export function torchruntimeWould(facts: Facts): PeerChoice {
  const { platform } = facts.os;
  if (facts.os.arch === 'ia32' || (platform === 'win32' && facts.os.arch === 'arm64'))
    return { variant: null, index: null };
  if (platform === 'darwin') return { variant: of(facts, 'amd').length > 0 ? 'mps' : 'cpu', index: 'pypi' };
  const [card] = [...of(facts, 'nvidia')];
  if (card !== undefined) return nvidiaAtTorchruntime(of(facts, 'nvidia'));
  const amd = of(facts, 'amd');
  if (amd.length > 0)
    return platform === 'win32' ? { variant: 'directml', index: 'pypi' } : amdAtTorchruntime(amd);
  const intel = of(facts, 'intel');
  if (intel.length === 0) return { variant: 'cpu', index: 'pypi' };
  const arc = intel.some(({ name }) => /arc/i.test(name ?? ''));
  return platform === 'linux' || arc
    ? { variant: 'xpu', index: 'xpu' }
    : { variant: 'directml', index: 'pypi' };
}

function nvidiaAtTorchruntime(cards: readonly Gpu[]): PeerChoice {
  const known = cards.map((card) =>
    Number(card.computeCapability ?? capabilityOf(card.deviceId ?? null, null) ?? 0),
  );
  const newest = Math.max(...known);
  if (newest > 0 && newest < 4) return { variant: 'cuda', index: 'cu118' };
  return { variant: 'cuda', index: newest > 3.7 && newest < 7.5 ? 'cu124' : 'cu128' };
}

/** By family name there; by target here, which is the same question. */
function amdAtTorchruntime(cards: readonly Gpu[]): PeerChoice {
  const gfx =
    cards
      .map((card) => card.gfx ?? gfxOf(card.deviceId ?? null) ?? '')
      .toSorted()
      .at(-1) ?? '';
  const lines: readonly (readonly [RegExp, string | null])[] = [
    [/^gfx12/, 'rocm6.4'],
    [/^gfx(?:11|103)/, 'rocm6.2'],
    [/^gfx906/, 'rocm5.7'],
    [/^gfx(?:90|101)/, 'rocm5.2'],
    [/^gfx8/, 'rocm4.2'],
  ];
  const index = lines.find(([family]) => family.test(gfx))?.[1] ?? null;
  return index === null ? { variant: 'cpu', index: 'pypi' } : { variant: 'rocm', index };
}
