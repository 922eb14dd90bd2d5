import { mix } from './mix.ts';
import type { Tensor } from './tensor.ts';

/**
 * The last 1x1 convolution of one run: channels in another order, each with its own sign and gain.
 * It is drawn anew for every proof, so that outputs of an earlier run never fit the reference of this one.
 */
export type Seal = {
  /** Output channel `c` is input channel `order[c]` times `gains[c]`. */
  readonly order: readonly number[];
  readonly gains: readonly number[];
};

export const UNSEALED: Seal = { order: [0, 1, 2, 3], gains: [1, 1, 1, 1] };

/** `number`: 32 random bits. Gains are odd multiples of 1/128 between 0.5 and 1.5 in size. */
export function drawSeal(number: number): Seal {
  const order = [0, 1, 2, 3]
    .map((channel) => [mix(number, channel), channel] as const)
    .sort(([left], [right]) => left - right)
    .map(([, channel]) => channel);
  return { order, gains: order.map((channel) => gain(mix(number, 100 + channel))) };
}

function gain(bits: number): number {
  const size = (64 + 2 * (bits % 64) + 1) / 128;
  return bits & 0x80000000 ? -size : size;
}

/** The seal as a kernel of shape [4, 4, 1, 1]. */
export function sealKernel({ order, gains }: Seal): Tensor {
  const values = new Float32Array(16);
  order.forEach((channel, output) => {
    values[output * 4 + channel] = gains[output] ?? 0;
  });
  return { shape: [4, 4, 1, 1], values };
}
