import type { Facts } from '../../hardware/facts.ts';

/** An accelerator that the hardware inventory sees. */
export type SeenAccelerator = {
  readonly kind: 'GPU' | 'NPU';
  readonly vendor: string;
  readonly name: string;
  readonly pci: string | null;
};

/** The accelerators of an inventory; null where nobody could look. Virtual displays compute nothing and do not count. */
export function acceleratorsIn(facts: Facts | null): readonly SeenAccelerator[] | null {
  if (facts === null || (facts.gpus ?? null) === null) return null;
  const gpus = (facts.gpus ?? [])
    .filter((gpu) => gpu.present !== false && ['intel', 'nvidia', 'amd'].includes(gpu.vendor))
    .map((gpu) => seen('GPU', gpu));
  return [...gpus, ...(facts.npus ?? []).map((npu) => seen('NPU', npu))];
}

type Described = { vendor: string; name?: string | null | undefined; pci?: string | null | undefined };

function seen(kind: SeenAccelerator['kind'], { vendor, name, pci }: Described): SeenAccelerator {
  return { kind, vendor, name: name ?? `${vendor} ${kind}`, pci: pci ?? null };
}
