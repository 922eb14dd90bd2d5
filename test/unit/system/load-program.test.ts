import { expect, test } from 'vitest';
import { loadProgram } from '../../../src/system/load-program.ts';
import { scratch } from '../../fixtures/scratch.ts';

const NONE = new Map<string, Uint8Array>();

function program() {
  const { given, folder } = scratch();
  given('dist/sdn.cjs', 'const part = require("./shared/part.cjs"); exports.answer = () => part.double(21);');
  given('dist/shared/part.cjs', 'exports.double = (n) => n * 2; exports.where = [__filename, __dirname];');
  given('dist/native.cjs', 'exports.sep = require("node:path").sep; exports.home = require.resolve;');
  given(
    'dist/left.cjs',
    'const right = require("./right.cjs"); exports.name = "left"; exports.of = right.of;',
  );
  given('dist/right.cjs', 'const left = require("./left.cjs"); exports.of = () => left.name;');
  given('dist/async.cjs', 'exports.path = () => import("node:path");');
  given('dist/broken.cjs', 'throw new Error("on purpose")');
  return `${folder}/dist`;
}

test('files of the folder know each other, also in a circle, and are run once', () => {
  const { require: load } = loadProgram(program(), NONE);
  expect((load('./sdn.cjs') as { answer: () => number }).answer()).toBe(42);
  expect(load('./sdn.cjs')).toBe(load('./sdn.cjs'));
  expect((load('./left.cjs') as { of: () => string }).of()).toBe('left');
});

test('a file knows its own name, what Node brings, and imports', async () => {
  const dist = program();
  const { require: load } = loadProgram(dist, NONE);
  const { where } = load('./shared/part.cjs') as { where: string[] };
  expect(where).toEqual([`${dist}/shared/part.cjs`, `${dist}/shared`]);
  expect((load('./native.cjs') as { sep: string }).sep).toBe('/');
  const { path } = load('./async.cjs') as { path: () => Promise<{ sep: string }> };
  expect((await path()).sep).toBe('/');
  expect(() => load('./broken.cjs')).toThrow('on purpose');
});

test('a second run is given the code of the first, with the functions that ran in it', () => {
  const dist = program();
  const first = loadProgram(dist, NONE);
  const { answer } = first.require('./sdn.cjs') as { answer: () => number };
  const before = sizeOf(first.code());
  answer();
  expect(first.compiled()).toBe(true);
  expect(sizeOf(first.code())).toBeGreaterThan(before);
  const second = loadProgram(dist, first.code());
  expect((second.require('./sdn.cjs') as { answer: () => number }).answer()).toBe(42);
  expect(second.compiled()).toBe(false);
});

test('code that V8 does not take is compiled anew', () => {
  const { given, folder } = scratch();
  given('dist/sdn.cjs', 'exports.answer = () => 42; // a text that this process has not compiled before');
  const { require: load, compiled } = loadProgram(
    `${folder}/dist`,
    new Map([['sdn.cjs', Buffer.from('no code at all')]]),
  );
  expect((load('./sdn.cjs') as { answer: () => number }).answer()).toBe(42);
  expect(compiled()).toBe(true);
});

function sizeOf(code: ReadonlyMap<string, Uint8Array>): number {
  return [...code.values()].reduce((sum, { length }) => sum + length, 0);
}
