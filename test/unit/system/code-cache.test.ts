import { chmodSync, chownSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { keepCode, keptCode } from '../../../src/system/code-cache.ts';
import { scratch } from '../../fixtures/scratch.ts';

const CODE = new Map([
  ['sdn.cjs', Buffer.from([0, 1, 2, 10, 255])],
  ['commands/detect.cjs', Buffer.from('code\nand more')],
]);

function kept() {
  const file = join(scratch().folder, 'cache', 'code', 'detect.bin');
  keepCode(file, 'build-1', () => CODE);
  return file;
}

const same = (code: ReadonlyMap<string, Uint8Array>) =>
  [...code].map(([name, bytes]) => [name, Buffer.from(bytes)]);

test('what was kept comes back, piece by piece', () => {
  expect(same(keptCode(kept(), 'build-1'))).toEqual([...CODE]);
});

test('code of another build is none', () => {
  expect(keptCode(kept(), 'build-2').size).toBe(0);
});

test('a file with a single other bit, cut short, or empty, is none', () => {
  const file = kept();
  const whole = readFileSync(file);
  for (let at = 0; at < whole.length; at += 1) {
    const bent = Buffer.from(whole);
    bent[at] = (bent[at] ?? 0) ^ (1 << (at % 8));
    writeFileSync(file, bent);
    expect(keptCode(file, 'build-1').size).toBe(0);
    writeFileSync(file, whole.subarray(0, at));
    expect(keptCode(file, 'build-1').size).toBe(0);
  }
});

test.skipIf(process.platform === 'win32')('a file that others may write is none', () => {
  const file = kept();
  chmodSync(file, 0o622);
  expect(keptCode(file, 'build-1').size).toBe(0);
});

test.skipIf(process.geteuid?.() !== 0)('a file of somebody else is none', () => {
  const file = kept();
  chownSync(file, 65_534, 65_534);
  expect(keptCode(file, 'build-1').size).toBe(0);
});

test('a place that cannot be written is done without, and no code is made for it', () => {
  const inTheWay = scratch().given('file', '');
  const made = vi.fn(() => CODE);
  expect(() => keepCode(join(inTheWay, 'code', 'detect.bin'), 'b', made)).not.toThrow();
  expect(made).not.toHaveBeenCalled();
});

test('nothing half-written stays', () => {
  const { folder } = scratch();
  keepCode(join(folder, 'code', 'detect.bin'), 'b', () => CODE);
  const failing = () => {
    throw new Error('no code');
  };
  keepCode(join(folder, 'code', 'verify.bin'), 'b', failing);
  expect(readdirSync(join(folder, 'code'))).toEqual(['detect.bin']);
});
