/**
 * A 32-bit value for place `index` of tensor `seed`: the same in every language with wrapping 32-bit multiplication,
 * and computable for any place without those before it.
 * Finaliser constants: MurmurHash3 (public domain); stride: 2^32 divided by the golden ratio.
 */
export function mix(seed: number, index: number): number {
  let h = (Math.imul(index, 0x9e3779b1) + Math.imul(seed, 0x85ebca77)) | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
