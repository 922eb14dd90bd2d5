import { describe, expect, test } from 'vitest';
import { chooseBuild } from '../../../src/packages/choose-build.ts';
import type { Interpreter } from '../../../src/packages/pythons/interpreter.ts';
import type { SourceAnswer } from '../../../src/packages/sources/source-answer.ts';
import type { WantedSet } from '../../../src/packages/wanted.ts';

const wanted: WantedSet = {
  variant: 'openvino',
  torch: { version: '2.11.0', local: 'cpu' },
  torchvision: { version: '0.26.0', local: 'cpu' },
  others: ['openvino==2026.2.1'],
  seed: [],
  overrides: [],
  substitutes: { range: '>=2.8,<2.14', ceiling: '2.11.0', above: '' },
  pythons: ['3.12', '3.11', '3.13', '3.10'],
};

const python = (version: string): Interpreter => ({
  path: `/p/${version}`,
  base: `/p/${version}`,
  version,
  implementation: 'cpython',
  arch: 'x64',
  freeThreaded: false,
  libc: ['glibc', '2.36'],
  macos: null,
});

const linux = (project: string, version: string, tag: string) =>
  `${project}-${version}-${tag}-${tag}-manylinux_2_28_x86_64.whl`;

function holds(id: string, ...files: string[]): readonly SourceAnswer[] {
  return ['torch', 'torchvision'].map((project) => ({
    id,
    project,
    status: 'ok',
    fault: null,
    http: 200,
    detail: null,
    files: files.filter((file) => file.startsWith(`${project}-`)),
  }));
}

function choose(answers: readonly SourceAnswer[], changes: Partial<Parameters<typeof chooseBuild>[0]> = {}) {
  const pythons = [python('3.12.1'), python('3.11.7'), python('3.10.4')];
  return chooseBuild({
    wanted,
    pythons,
    answers,
    platform: 'linux',
    policy: 'substitutes-allowed',
    ...changes,
  });
}

describe('the pinned build', () => {
  const index = holds(
    'torch',
    ...['cp310', 'cp311', 'cp312'].flatMap((tag) => [
      linux('torch', '2.11.0+cpu', tag),
      linux('torchvision', '0.26.0+cpu', tag),
    ]),
  );

  test('is taken for the Python SD.Next prefers, with its torchvision', () => {
    expect(choose(index)).toMatchObject({
      python: { version: '3.12.1' },
      torch: { version: '2.11.0', local: 'cpu', source: 'torch' },
      torchvision: { version: '0.26.0', source: 'torch' },
      tier: 'pinned',
    });
  });

  test('for another Python wins over a substitute for the preferred one', () => {
    const answers = [
      ...holds('torch', linux('torch', '2.11.0+cpu', 'cp310')),
      ...holds('links-1', linux('torch', '2.10.0+cpu', 'cp312')),
    ];
    expect(choose(answers)).toMatchObject({ python: { version: '3.10.4' }, tier: 'pinned' });
  });
});

describe('substitutes', () => {
  test('the newest up to the ceiling comes before any above it', () => {
    const answers = holds(
      'links-1',
      ...['2.13.0+cpu', '2.9.1+cpu', '2.10.0+cpu'].map((version) => linux('torch', version, 'cp312')),
    );
    expect(choose(answers)).toMatchObject({ torch: { version: '2.10.0' }, tier: 'substitute' });
  });

  test('above the ceiling the oldest is nearest, and the Python that has it wins', () => {
    const answers = holds(
      'links-1',
      linux('torch', '2.13.0+cpu', 'cp312'),
      linux('torch', '2.12.0+cpu', 'cp311'),
    );
    expect(choose(answers)).toMatchObject({
      python: { version: '3.11.7' },
      torch: { version: '2.12.0' },
      tier: 'above-ceiling',
    });
  });

  test('a CUDA build is never one, with a label or without', () => {
    const answers = holds(
      'default',
      linux('torch', '2.11.0', 'cp312'),
      linux('torch', '2.11.0+cu130', 'cp312'),
    );
    expect(choose(answers)).toBeNull();
  });

  test('outside the declared range nothing is taken', () => {
    expect(
      choose(holds('links-1', linux('torch', '2.15.0+cpu', 'cp312'), linux('torch', '2.4.0+cpu', 'cp312'))),
    ).toBeNull();
  });

  test('--exact takes none', () => {
    const answers = holds('links-1', linux('torch', '2.10.0+cpu', 'cp312'));
    expect(choose(answers, { policy: 'exact' })).toBeNull();
  });
});

describe('torchvision', () => {
  const torch = linux('torch', '2.13.0+cpu', 'cp311');

  test('of another build is left out rather than installed broken', () => {
    expect(choose(holds('links-1', torch, linux('torchvision', '0.28.0', 'cp311')))?.torchvision).toBeNull();
  });

  test('of another minor version is left out', () => {
    expect(
      choose(holds('links-1', torch, linux('torchvision', '0.26.0+cpu', 'cp311')))?.torchvision,
    ).toBeNull();
  });

  test('comes from the source of torch where several hold it', () => {
    const vision = linux('torchvision', '0.28.0+cpu', 'cp311');
    const answers = [...holds('extra-1', vision), ...holds('links-1', torch, vision)];
    expect(choose(answers)?.torchvision?.source).toBe('links-1');
  });
});

test('on Windows a wheel without a label is a CPU build', () => {
  const answers = holds('default', 'torch-2.11.0-cp312-cp312-win_amd64.whl');
  expect(choose(answers, { platform: 'win32' })).toMatchObject({ torch: { local: null }, tier: 'pinned' });
});

test('the runtime alone needs a Python and no torch', () => {
  expect(choose([], { wanted: { ...wanted, torch: null, torchvision: null } })).toMatchObject({
    torch: null,
  });
});
