import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { deviation, REFERENCE_INPUTS, referenceFor } from '../../../src/proof/runtime/numbers.ts';
import {
  SIZES,
  type Size,
  type Smoke,
  smokeInput,
  smokeNetwork,
  UNSEALED_SHA256,
} from '../../../src/proof/smoke/network.ts';
import { drawSeal, sealKernel, UNSEALED } from '../../../src/proof/smoke/seal.ts';

const SIZE_NAMES = Object.keys(SIZES) as Size[];

function digestOf({ xml, bin }: Smoke): string {
  return createHash('sha256').update(xml).update(bin).digest('hex');
}

describe('the smoke network', () => {
  test.each(SIZE_NAMES)('of size %s is the same bytes on every machine', (size) => {
    expect(digestOf(smokeNetwork(size, sealKernel(UNSEALED)))).toBe(UNSEALED_SHA256[size]);
  });
  test('of full size is about 19 GFLOP, the small one a sixteenth of it', () => {
    expect(smokeNetwork('full', sealKernel(UNSEALED)).flops / 1e9).toBeCloseTo(19.2, 1);
    expect(smokeNetwork('small', sealKernel(UNSEALED)).flops / 1e9).toBeCloseTo(1.18, 1);
  });
  test('has no operation newer than opset13', () => {
    const opsets = [...smokeNetwork('small', sealKernel(UNSEALED)).xml.matchAll(/version="opset(\d+)"/g)];
    expect(Math.max(...opsets.map(([, number]) => Number(number)))).toBeLessThanOrEqual(13);
  });
  test('has weights and inputs that bfloat16 holds without loss', () => {
    const { bin } = smokeNetwork('small', sealKernel(UNSEALED));
    const bits = new Uint32Array(bin.buffer.slice(bin.byteOffset, bin.byteOffset + 4 * 64 * 36));
    expect(bits.every((word) => (word & 0xffff) === 0)).toBe(true);
  });
  test('gets other inputs for other numbers', () => {
    const digests = [0, 1, 2].map((number) =>
      createHash('sha256').update(smokeInput('small', number).values).digest('hex'),
    );
    expect(new Set(digests).size).toBe(3);
  });
});

describe('a seal', () => {
  test('is a signed, scaled order of all channels', () => {
    for (const number of [0, 1, 77, 0xffffffff]) {
      const { order, gains } = drawSeal(number);
      expect([...order].sort()).toEqual([0, 1, 2, 3]);
      expect(gains.every((gain) => Math.abs(gain) >= 0.5 && Math.abs(gain) <= 1.5)).toBe(true);
    }
  });
  test('changes the network, so that an old answer does not fit', () => {
    const [one, two] = [drawSeal(1), drawSeal(2)];
    expect(digestOf(smokeNetwork('small', sealKernel(one)))).not.toBe(
      digestOf(smokeNetwork('small', sealKernel(two))),
    );
    expect(referenceFor('small', 0, one)).not.toEqual(referenceFor('small', 0, two));
  });
});

describe('the reference table', () => {
  test.each(SIZE_NAMES)('holds every input and channel of size %s', (size) => {
    expect(REFERENCE_INPUTS).toBeGreaterThan(3);
    for (let number = 0; number < REFERENCE_INPUTS; number += 1)
      expect(referenceFor(size, number, UNSEALED)).toHaveLength(4);
  });
  test('finds an output of the wrong length, of NaN and of one constant', () => {
    const reference = referenceFor('small', 0, UNSEALED);
    expect(deviation(new Float32Array(7), reference, 1024).defect).toBe('length');
    expect(deviation(new Float32Array(1024).fill(Number.NaN), reference, 1024).defect).toBe('not-finite');
    expect(deviation(new Float32Array(1024).fill(0.5), reference, 1024).defect).toBe('constant');
  });
});
