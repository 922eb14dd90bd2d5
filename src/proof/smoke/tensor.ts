import { mix } from './mix.ts';

/** Row-major float32 values with their shape. */
export type Tensor = { readonly shape: readonly number[]; readonly values: Float32Array };

/**
 * A tensor of signed 8-bit integers times `2^-exponent`, plus `base`.
 * Eight significant bits are exact in float32, float16 and bfloat16 alike, so storing the weights costs no precision.
 */
export function seeded(seed: number, shape: readonly number[], exponent: number, base = 0): Tensor {
  const scale = 2 ** -exponent;
  const values = new Float32Array(elements(shape));
  for (let at = 0; at < values.length; at += 1) values[at] = base + ((mix(seed, at) >>> 24) - 128) * scale;
  return { shape, values };
}

export function elements(shape: readonly number[]): number {
  return shape.reduce((product, dimension) => product * dimension, 1);
}
