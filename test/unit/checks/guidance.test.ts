import { expect, test } from 'vitest';
import { guidance, openvinoWords } from '../../../src/checks/guidance.ts';
import { finding, remedy } from '../../../src/findings/finding.ts';
import { facts, good, packages } from './subjects.ts';

const gpu = (integrated: boolean) => ({ vendor: 'intel', integrated }) as const;

test('one integrated GPU: how it is named, where it is small, where to see it', () => {
  const words = openvinoWords({ ...facts, gpus: [gpu(true)] }).join('\n');
  expect(words).toContain('Device 0 is GPU.');
  expect(words).toContain('HETERO:GPU,CPU');
  expect(words).toContain('intel_gpu_top');
});

test('a card beside it has the name GPU.1, and nothing is said of a small GPU', () => {
  const words = openvinoWords({ ...facts, gpus: [gpu(true), gpu(false)] }).join('\n');
  expect(words).toContain('1 is GPU.1');
  expect(words).not.toContain('HETERO');
});

test('without a GPU there is nothing to say but that the first image is slow', () => {
  expect(openvinoWords({ ...facts, gpus: [] })).toHaveLength(1);
});

test('Windows’ task manager has its own wrong picture', () => {
  expect(openvinoWords({ ...facts, os: { ...facts.os, platform: 'win32' } }).join()).toContain('Compute');
});

test('what can be repaired is said once, other backends get no words of OpenVINO', () => {
  const repairable = { ...remedy('x'), fixer: 'offload-mode' };
  const open = finding({
    id: 'settings.offload',
    group: 'settings',
    status: 'warn',
    title: 't',
    remedy: repairable,
  });
  const cuda = { ...good, ...packages({ torch: '2.13.0+cu132', openvino: undefined }) };
  expect(guidance(cuda, [open, open])).toEqual(['sdn can repair one of these: sdn doctor --fix']);
  expect(guidance(cuda, [{ ...open, status: 'pass' }])).toEqual([]);
});
