import { expect, test } from 'vitest';
import { deviation, referenceFor } from '../../../src/proof/runtime/numbers.ts';
import { NETWORK, SIZES, smokeInput } from '../../../src/proof/smoke/network.ts';
import { drawSeal, type Seal, UNSEALED } from '../../../src/proof/smoke/seal.ts';
import { seeded } from '../../../src/proof/smoke/tensor.ts';

/** The network a third time, in float64 and plain loops: it must arrive at the table that numpy made. */

type Image = { readonly channels: number; readonly edge: number; readonly values: Float64Array };
const { channels: C, groups, heads, blocks } = NETWORK;
const EPSILON = 1e-5;

let seed = 0;
const draw = (shape: readonly number[], exponent: number, base = 0) => {
  seed += 1;
  return seeded(seed, shape, exponent, base).values;
};

function convolve(input: Image, kernel: Float32Array, to: number, stride = 1): Image {
  const edge = input.edge / stride;
  const values = new Float64Array(to * edge * edge);
  for (let out = 0; out < to; out += 1)
    for (let from = 0; from < input.channels; from += 1)
      for (let tap = 0; tap < 9; tap += 1) {
        const weight = kernel[(out * input.channels + from) * 9 + tap] ?? 0;
        accumulate(input, values, { weight, out, from, tap, stride, edge });
      }
  return { channels: to, edge, values };
}

type Tap = { weight: number; out: number; from: number; tap: number; stride: number; edge: number };

function accumulate(input: Image, values: Float64Array, { weight, out, from, tap, stride, edge }: Tap): void {
  const [down, right] = [Math.floor(tap / 3) - 1, (tap % 3) - 1];
  for (let row = 0; row < edge; row += 1) {
    const y = row * stride + down;
    if (y < 0 || y >= input.edge) continue;
    const source = (from * input.edge + y) * input.edge + right;
    const target = (out * edge + row) * edge;
    for (let column = 0; column < edge; column += 1) {
      const x = column * stride;
      if (x + right < 0 || x + right >= input.edge) continue;
      values[target + column] = (values[target + column] ?? 0) + weight * (input.values[source + x] ?? 0);
    }
  }
}

function normalised(values: Float64Array): Float64Array {
  const mean = values.reduce((sum, each) => sum + each, 0) / values.length;
  const variance = values.reduce((sum, each) => sum + (each - mean) ** 2, 0) / values.length;
  return values.map((each) => (each - mean) / Math.sqrt(variance + EPSILON));
}

function activated(input: Image): Image {
  const [scale, shift] = [draw([C], 9, 1), draw([C], 9)];
  const [plane, group] = [input.edge ** 2, (C / groups) * input.edge ** 2];
  const values = new Float64Array(input.values.length);
  for (let at = 0; at < groups; at += 1)
    values.set(normalised(input.values.subarray(at * group, (at + 1) * group)), at * group);
  return {
    ...input,
    values: values.map((value, at) => {
      const channel = Math.floor(at / plane);
      const normal = value * (scale[channel] ?? 0) + (shift[channel] ?? 0);
      return normal / (1 + Math.exp(-normal));
    }),
  };
}

const plus = (left: Image, right: Image): Image => ({
  ...left,
  values: left.values.map((value, at) => value + (right.values[at] ?? 0)),
});

/** `rows`: one array of channels for each token. */
function times(rows: readonly Float64Array[], matrix: Float32Array): Float64Array[] {
  return rows.map((row) =>
    Float64Array.from({ length: C }, (_, column) =>
      row.reduce((sum, value, at) => sum + value * (matrix[at * C + column] ?? 0), 0),
    ),
  );
}

function attended(query: Float64Array[], key: Float64Array[], value: Float64Array[]): Float64Array[] {
  const width = C / heads;
  const dot = (left: Float64Array, right: Float64Array, start: number) => {
    let sum = 0;
    for (let at = start; at < start + width; at += 1) sum += (left[at] ?? 0) * (right[at] ?? 0);
    return sum;
  };
  return query.map((asked) => {
    const mixed = new Float64Array(C);
    for (let start = 0; start < C; start += width) {
      const powers = key.map((each) => Math.exp(0.25 * dot(asked, each, start)));
      const total = powers.reduce((sum, each) => sum + each, 0);
      for (let at = start; at < start + width; at += 1)
        mixed[at] = value.reduce(
          (sum, each, token) => sum + ((powers[token] ?? 0) / total) * (each[at] ?? 0),
          0,
        );
    }
    return mixed;
  });
}

function attention(input: Image): Image {
  const tokens = input.edge ** 2;
  const rows = Array.from({ length: tokens }, (_, token) =>
    Float64Array.from({ length: C }, (__, channel) => input.values[channel * tokens + token] ?? 0),
  );
  const [scale, shift] = [draw([C], 9, 1), draw([C], 9)];
  const normal = rows.map((row) =>
    normalised(row).map((each, at) => each * (scale[at] ?? 0) + (shift[at] ?? 0)),
  );
  const [query, key, value] = [
    times(normal, draw([C, C], 9)),
    times(normal, draw([C, C], 9)),
    times(normal, draw([C, C], 9)),
  ];
  const added = times(attended(query, key, value), draw([C, C], 9));
  const values = Float64Array.from({ length: C * tokens }, (_, at) => {
    const [channel, token] = [Math.floor(at / tokens), at % tokens];
    return (rows[token]?.[channel] ?? 0) + (added[token]?.[channel] ?? 0);
  });
  return { ...input, values };
}

function doubled({ channels, edge, values }: Image): Image {
  const wide = edge * 2;
  const at = (index: number) => {
    const [channel, row, column] = [
      Math.floor(index / wide ** 2),
      Math.floor(index / wide) % wide,
      index % wide,
    ];
    return values[(channel * edge + (row >> 1)) * edge + (column >> 1)] ?? 0;
  };
  return {
    channels,
    edge: wide,
    values: Float64Array.from({ length: channels * wide ** 2 }, (_, index) => at(index)),
  };
}

function network(number: number): Image {
  seed = 0;
  const kernel = (to: number = C, from: number = C, exponent = 10) => draw([to, from, 3, 3], exponent);
  const input = {
    channels: 4,
    edge: SIZES.small,
    values: Float64Array.from(smokeInput('small', number).values),
  };
  let hidden = convolve(input, kernel(C, 4, 9), C);
  for (let block = 0; block < blocks; block += 1) {
    const active = activated(hidden);
    hidden = plus(hidden, convolve(active, kernel(), C));
  }
  const skip = convolve(hidden, kernel(), C, 2);
  const active = activated(skip);
  const low = attention(convolve(active, kernel(), C, 2));
  const raised = plus(convolve(doubled(low), kernel(), C), skip);
  const last = activated(raised);
  return convolve(last, kernel(4), 4);
}

function sealed({ edge, values }: Image, { order, gains }: Seal): Float32Array {
  const plane = edge ** 2;
  return Float32Array.from(values, (_, at) => {
    const channel = Math.floor(at / plane);
    return (values[(order[channel] ?? 0) * plane + (at % plane)] ?? 0) * (gains[channel] ?? 0);
  });
}

const OUTPUT = network(3);

test('the stored reference is what a third implementation arrives at, with and without a seal', () => {
  for (const seal of [UNSEALED, drawSeal(20261123)]) {
    const { worst, rms, cosine, defect } = deviation(
      sealed(OUTPUT, seal),
      referenceFor('small', 3, seal),
      1024,
    );
    expect([defect, worst < 1e-6, rms < 1e-6, cosine > 0.9999999]).toEqual(['none', true, true, true]);
  }
});

test('and it is not what it arrives at for another input', () => {
  expect(deviation(sealed(OUTPUT, UNSEALED), referenceFor('small', 2, UNSEALED), 1024).rms).toBeGreaterThan(
    0.1,
  );
});
