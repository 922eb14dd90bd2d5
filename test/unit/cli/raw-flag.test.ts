import { expect, test } from 'vitest';
import { rawFlag, rawPlace } from '../../../src/cli/raw-flag.ts';

test('a flag is found in both spellings, and not among what is SD.Next’s', () => {
  expect(rawFlag(['--dir', '/a'], '--dir')).toBe('/a');
  expect(rawFlag(['--dir=/a=b'], '--dir')).toBe('/a=b');
  expect(rawFlag(['--dir'], '--dir')).toBeNull();
  expect(rawFlag(['--', '--dir', '/a'], '--dir')).toBeNull();
});

test('the environment that a line names, before anybody has parsed it', () => {
  expect(rawPlace(['--use-openvino=false', '--dir', '/a'])).toEqual({ dir: '/a' });
  expect(rawPlace(['--venv=/v'])).toEqual({ venv: '/v' });
  expect(rawPlace([])).toEqual({});
});
