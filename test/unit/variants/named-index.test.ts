import { expect, test } from 'vitest';
import { decide } from '../../../src/variants/decide.ts';
import { indexFits, isIndexLabel } from '../../../src/variants/named-index.ts';
import { machine } from './machines.ts';

const withIndex = (name: string, index: string, torchSpec: string | null = null) =>
  decide(machine(name), { variant: null, index, torchSpec });
const codes = (name: string, index: string) => withIndex(name, index).problems.map(({ code }) => code);

test('a label that the user names is taken, with the release that it carries', () => {
  const { variant, index, torch, requested } = withIndex('nvidia-rtx3060-580', 'cu128');
  expect({ variant, index, torch, requested }).toEqual({
    variant: 'cuda',
    index: 'cu128',
    torch: { spec: 'torch==2.11.0+cu128', indexUrl: 'https://download.pytorch.org/whl/cu128' },
    requested: false,
  });
});

test.each([
  ['nvidia-gtx1080-580', 'cu130', ['no-kernels-for-gpu']],
  ['nvidia-rtx3060-laptop-550', 'cu130', ['driver-too-old']],
  ['nvidia-rtx3060-580', 'cu126', []],
  ['amd-9070xt-rocm61', 'rocm6.1', ['no-kernels-for-gpu']],
  ['amd-7900xtx', 'rocm6.4', []],
  ['vm-no-gpu', 'cu126', []],
] as const)('%s with --index %s says %j', (name, index, expected) => {
  expect(codes(name, index)).toEqual(expected);
});

test('a label that no table knows is taken with the pinned release and said to be unknown', () => {
  const { torch, reasons } = withIndex('nvidia-rtx3060-580', 'cu134');
  expect(torch?.spec).toBe('torch==2.13.0+cu134');
  expect(reasons.map(({ code }) => code)).toContain('index-unknown');
});

test('a torch of the user is taken as it is, from the index that was chosen', () => {
  const { torch } = decide(machine('nvidia-rtx3060-580'), {
    variant: null,
    index: null,
    torchSpec: 'torch==2.12.1',
  });
  expect(torch).toEqual({ spec: 'torch==2.12.1', indexUrl: 'https://download.pytorch.org/whl/cu132' });
});

test('labels that exist are labels, typing errors are not', () => {
  expect(['cu126', 'cu132', 'rocm6.2.4', 'rocm7.14', 'xpu', 'cpu', 'pypi'].every(isIndexLabel)).toBe(true);
  expect(['cu1266', 'cu12', 'rocm7', 'rocm', 'xpu2', '', '../cu126', 'CU126'].some(isIndexLabel)).toBe(false);
});

test('an index belongs to the variants that it carries builds of', () => {
  expect([indexFits('cu126', 'cuda'), indexFits('cu118', 'zluda'), indexFits('cpu', 'openvino')]).toEqual([
    true,
    true,
    true,
  ]);
  expect([indexFits('rocm7.2', 'cuda'), indexFits('cpu', 'xpu'), indexFits('cu126', 'rocm')]).toEqual([
    false,
    false,
    false,
  ]);
});

test('a label of another variant than the machine would choose is a request for that variant', () => {
  const { variant, requested } = withIndex('amd-7900xtx', 'cpu');
  expect([variant, requested]).toEqual(['cpu', true]);
});

test.each(['xpu', 'cpu'])(
  'the label %s alone names its variant, whatever the machine would choose',
  (label) => {
    const { variant, index } = decide(machine('nvidia-rtx3060-580'), {
      variant: null,
      index: label,
      torchSpec: null,
    });
    expect([variant, index]).toEqual([label, label]);
  },
);
