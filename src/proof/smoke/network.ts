import { constant, emptyGraph, finish, type Graph, type Placed, type Value } from './graph.ts';
import {
  add,
  convolution,
  doubled,
  groupNorm,
  layerNorm,
  matmul,
  parameter,
  reshape,
  result,
  scaled,
  softmax,
  swish,
  transpose,
} from './layers.ts';
import { elements, seeded, type Tensor } from './tensor.ts';

/** Height and width of the input in pixels. `full` is about 19.5 GFLOP an inference, `small` about 1.2. */
export const SIZES = { small: 32, full: 128 } as const;
export type Size = keyof typeof SIZES;

/** SHA-256 of the IR text and the constants of a network without a seal; a change here is one of the reference table too. */
export const UNSEALED_SHA256: Readonly<Record<Size, string>> = {
  small: '19518fd09536dbd1df6b56a14e8398b0815f903847337224c5e2e802cbe580a2',
  full: 'ddb7c593702eff198c6b404b103676039601583a77213527173fdae1eac543ad',
};

/** The shape of the network; `templates/reference/make-reference.py` holds the same numbers on its own account. */
export const NETWORK = { inputs: 4, outputs: 4, channels: 64, groups: 8, heads: 4, blocks: 15 } as const;

/** The heavy operations of one inference, as the profile must show them. */
export const HEAVY = { convolutions: NETWORK.blocks + 5, projections: 4 } as const;

export type Smoke = {
  readonly size: Size;
  readonly xml: string;
  readonly bin: Uint8Array;
  readonly tensors: readonly Placed[];
  readonly inputShape: readonly number[];
  readonly outputShape: readonly number[];
  readonly flops: number;
};

type Build = { readonly graph: Graph; readonly next: () => number };

/**
 * A small diffusion-like network as OpenVINO IR: residual convolution blocks with group normalisation,
 * self-attention at a quarter of the resolution, an upsampling path; static shapes, float32 in and out.
 * `seal` is the kernel of a last 1x1 convolution, of shape [4, 4, 1, 1]. The same arguments give the same bytes.
 */
export function smokeNetwork(size: Size, seal: Tensor): Smoke {
  const graph = emptyGraph();
  let seed = 0;
  const build: Build = { graph, next: () => ++seed };
  const edge = SIZES[size];
  const inputShape = [1, NETWORK.inputs, edge, edge];
  const output = upward(build, downward(build, parameter(graph, 'latent', inputShape)));
  const sealed = convolution(graph, output, seal);
  result(graph, sealed);
  const model = finish(graph, `sdn-smoke-${size}`);
  return {
    size,
    ...model,
    tensors: graph.tensors,
    inputShape,
    outputShape: sealed.shape,
    flops: flops(edge),
  };
}

/** The input of number `number` (0, 1, 2…): eight-bit integers over 128, in [-1, 1). */
export function smokeInput(size: Size, number: number): Tensor {
  return seeded(1000 + number, [1, NETWORK.inputs, SIZES[size], SIZES[size]], 7);
}

function downward(build: Build, latent: Value): { skip: Value; low: Value } {
  const { channels, inputs } = NETWORK;
  let hidden = conv(build, latent, { to: channels, from: inputs, exponent: 9 });
  for (let block = 0; block < NETWORK.blocks; block += 1)
    hidden = add(build.graph, hidden, conv(build, activated(build, hidden)));
  const skip = conv(build, hidden, { stride: 2 });
  return { skip, low: attention(build, conv(build, activated(build, skip), { stride: 2 })) };
}

function upward(build: Build, { skip, low }: { skip: Value; low: Value }): Value {
  const raised = conv(build, doubled(build.graph, low));
  return conv(build, activated(build, add(build.graph, raised, skip)), { to: NETWORK.outputs });
}

type Kernel = { to?: number; from?: number; exponent?: number; stride?: number };

function conv({ graph, next }: Build, input: Value, kernel: Kernel = {}): Value {
  const { to = NETWORK.channels, from = NETWORK.channels, exponent = 10, stride = 1 } = kernel;
  return convolution(graph, input, seeded(next(), [to, from, 3, 3], exponent), stride);
}

function activated({ graph, next }: Build, input: Value): Value {
  const scale = seeded(next(), [NETWORK.channels], 9, 1);
  const shift = seeded(next(), [NETWORK.channels], 9);
  return swish(graph, groupNorm(graph, input, { groups: NETWORK.groups, scale, shift }));
}

function attention(build: Build, input: Value): Value {
  const { graph, next } = build;
  const { channels } = NETWORK;
  const tokens = elements(input.shape) / channels;
  const rows = transpose(graph, reshape(graph, input, [1, channels, tokens]), [0, 2, 1]);
  const scale = seeded(next(), [channels], 9, 1);
  const normal = layerNorm(graph, rows, { scale, shift: seeded(next(), [channels], 9) });
  const summed = add(graph, rows, projected(build, attended(build, normal)));
  return reshape(graph, transpose(graph, summed, [0, 2, 1]), input.shape);
}

function attended(build: Build, normal: Value): Value {
  const { graph } = build;
  const [, tokens = 0, channels = 0] = normal.shape;
  const [query, key, value] = [heads(build, normal), heads(build, normal), heads(build, normal)];
  const quarter: Tensor = { shape: [1, 1, 1, 1], values: Float32Array.of(0.25) };
  const weights = softmax(graph, matmul(graph, scaled(graph, query, quarter), key, 'true'));
  const mixed = transpose(graph, matmul(graph, weights, value, 'false'), [0, 2, 1, 3]);
  return reshape(graph, mixed, [1, tokens, channels]);
}

function heads(build: Build, normal: Value): Value {
  const [, tokens = 0, channels = 0] = normal.shape;
  const split = [1, tokens, NETWORK.heads, channels / NETWORK.heads];
  return transpose(build.graph, reshape(build.graph, projected(build, normal), split), [0, 2, 1, 3]);
}

function projected({ graph, next }: Build, input: Value): Value {
  const square = [NETWORK.channels, NETWORK.channels];
  return matmul(graph, input, constant(graph, seeded(next(), square, 9)), 'false');
}

/** Multiplications and additions of one inference, counted as two (openvino.md, 7.3). */
function flops(edge: number): number {
  const { channels, inputs, outputs, blocks } = NETWORK;
  const pixels = edge * edge;
  const kernel = (from: number, to: number, at: number) => 2 * 9 * from * to * at;
  const tokens = pixels / 16;
  return (
    kernel(inputs, channels, pixels) +
    blocks * kernel(channels, channels, pixels) +
    2 * kernel(channels, channels, pixels / 4) +
    kernel(channels, channels, tokens) +
    kernel(channels, outputs, pixels / 4) +
    4 * 2 * tokens * channels * channels +
    4 * tokens * tokens * channels +
    2 * outputs * outputs * (pixels / 4)
  );
}
