import type { Gpu, Npu } from './facts.ts';

/** A graphics device as one probe saw it. What it did not see is absent, never invented. */
export type SeenGpu = Gpu;
export type SeenNpu = Npu;

const VENDORS: Readonly<Record<string, Gpu['vendor']>> = {
  '10de': 'nvidia',
  '1002': 'amd',
  '1022': 'amd',
  '8086': 'intel',
  '106b': 'apple',
};

/** The vendor of a PCI vendor id ("0x10de", "10DE"). */
export function vendorOf(vendorId: string): Gpu['vendor'] {
  return VENDORS[plainHex(vendorId)] ?? 'other';
}

/** "0x10DE" and "10de" are both "10de". */
export function plainHex(id: string): string {
  return id.trim().toLowerCase().replace(/^0x/, '');
}

/** "0000:01:00.0" from that, from "01:00.0" and from nvidia-smi's "00000000:01:00.0". Null for anything else. */
export function pciAddress(text: string): string | null {
  const parts = /^(?:([0-9a-f]{1,8}):)?([0-9a-f]{2}):([0-9a-f]{2})\.([0-7])$/i.exec(text.trim());
  if (parts === null) return null;
  const domain = Number.parseInt(parts[1] ?? '0', 16)
    .toString(16)
    .padStart(4, '0');
  return `${domain}:${parts[2]}:${parts[3]}.${parts[4]}`.toLowerCase();
}
