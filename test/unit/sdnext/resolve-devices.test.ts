import { expect, test } from 'vitest';
import { resolveDevices } from '../../../src/sdnext/resolve-devices.ts';

// Rows of the table made by executing SD.Next's own function against a fake runtime (2026-07-23).
const ROWS: readonly [available: string, configured: string, device: string][] = [
  ['CPU', '', 'AUTO'],
  ['CPU GPU', '', 'AUTO'],
  ['CPU', 'GPU.1', 'GPU.1'],
  ['CPU GPU', 'CPU GPU', 'HETERO:GPU,CPU'],
  ['CPU GPU', 'GPU CPU', 'HETERO:GPU,CPU'],
  ['CPU GPU NPU', 'CPU NPU GPU', 'HETERO:NPU,GPU,CPU'],
  ['CPU GPU.0 GPU.1', 'GPU.1 CPU GPU.0', 'HETERO:GPU.0,GPU.1,CPU'],
  ['CPU GPU.0 GPU.1', 'GPU CPU', 'HETERO:CPU'],
  ['CPU GPU', 'GPU.0 GPU.1 CPU', 'HETERO:CPU'],
  ['CPU', 'GPU CPU', 'HETERO:CPU'],
  ['CPU', 'NPU GPU', 'AUTO'],
];

const words = (text: string) => text.split(' ').filter((word) => word !== '');

test.each(ROWS)('with %s listed, [%s] becomes %s', (available, configured, device) => {
  expect(resolveDevices(words(configured), words(available)).device).toBe(device);
});

test('names that vanish without a word are told apart from a name that will fail loudly', () => {
  expect(resolveDevices(['GPU', 'CPU'], ['CPU', 'GPU.0', 'GPU.1'])).toEqual({
    device: 'HETERO:CPU',
    missing: ['GPU'],
    silent: true,
  });
  expect(resolveDevices(['GPU.1'], ['CPU'])).toEqual({ device: 'GPU.1', missing: ['GPU.1'], silent: false });
});

test('a single GPU is the runtime’s alias of its first one', () => {
  expect(resolveDevices(['GPU'], ['CPU', 'GPU.0', 'GPU.1']).missing).toEqual([]);
  expect(resolveDevices(['AUTO'], ['CPU']).missing).toEqual([]);
  expect(resolveDevices(['AUTO:GPU,CPU'], ['CPU']).missing).toEqual([]);
});
