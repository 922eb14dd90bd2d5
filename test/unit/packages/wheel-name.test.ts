import { describe, expect, test } from 'vitest';
import type { Interpreter } from '../../../src/packages/pythons/interpreter.ts';
import { fits, parseWheelName } from '../../../src/packages/sources/wheel-name.ts';

const python = (changes: Partial<Interpreter> = {}): Interpreter => ({
  path: '/usr/bin/python3',
  base: '/usr/bin/python3',
  version: '3.11.7',
  implementation: 'cpython',
  arch: 'x64',
  freeThreaded: false,
  libc: ['glibc', '2.36'],
  macos: null,
  ...changes,
});

function fitting(
  file: string,
  changes: Partial<Interpreter> = {},
  platform: NodeJS.Platform = 'linux',
): boolean {
  const wheel = parseWheelName(file);
  if (wheel === null) throw new Error(`${file} is not a wheel name`);
  return fits(wheel, python(changes), platform);
}

describe('parseWheelName', () => {
  test('takes the local label apart', () => {
    expect(parseWheelName('torch-2.13.0+cpu-cp311-cp311-manylinux_2_28_x86_64.whl')).toMatchObject({
      project: 'torch',
      version: '2.13.0+cpu',
      local: 'cpu',
      platformTags: ['manylinux_2_28_x86_64'],
    });
  });

  test('keeps a build tag out of the way', () => {
    expect(
      parseWheelName('openvino-2026.2.1-21919-cp311-cp311-manylinux_2_28_x86_64.whl')?.pythonTags,
    ).toEqual(['cp311']);
  });

  test.each(['torch-2.13.0.tar.gz', 'torch.whl', ''])('%j is none', (file) => {
    expect(parseWheelName(file)).toBeNull();
  });
});

describe('fits', () => {
  test.each([
    ['torch-2.13.0+cpu-cp311-cp311-manylinux_2_28_x86_64.whl', true],
    ['torch-2.13.0+cpu-cp312-cp312-manylinux_2_28_x86_64.whl', false],
    ['torch-2.13.0+cpu-cp311-cp311-manylinux_2_28_aarch64.whl', false],
    ['torch-2.13.0+cpu-cp311-cp311-win_amd64.whl', false],
    ['numpy-2.1.2-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl', true],
    ['x-1-py3-none-any.whl', true],
    ['x-1-cp38-abi3-manylinux2014_x86_64.whl', true],
    ['x-1-cp312-abi3-manylinux2014_x86_64.whl', false],
    ['x-1-cp311-cp311-musllinux_1_2_x86_64.whl', false],
    ['x-1-cp311-cp311-manylinux_2_39_x86_64.whl', false],
  ])('%s on Python 3.11, x86_64, glibc 2.36: %s', (file, expected) => {
    expect(fitting(file)).toBe(expected);
  });

  test('a free-threaded Python takes only its own builds', () => {
    const free = { version: '3.13.0', freeThreaded: true };
    expect(fitting('torch-2.13.0-cp313-cp313t-manylinux_2_28_x86_64.whl', free)).toBe(true);
    expect(fitting('torch-2.13.0-cp313-cp313-manylinux_2_28_x86_64.whl', free)).toBe(false);
  });

  test('Windows and macOS tags are told apart by architecture and system version', () => {
    expect(fitting('x-1-cp311-cp311-win_amd64.whl', { libc: null }, 'win32')).toBe(true);
    const mac = { arch: 'arm64', libc: null, macos: '14.5' } as const;
    expect(fitting('x-1-cp311-none-macosx_14_0_arm64.whl', mac, 'darwin')).toBe(true);
    expect(fitting('x-1-cp311-none-macosx_15_0_arm64.whl', mac, 'darwin')).toBe(false);
    expect(fitting('x-1-cp311-none-macosx_11_0_x86_64.whl', mac, 'darwin')).toBe(false);
  });

  test('on musl no manylinux wheel fits', () => {
    expect(fitting('x-1-cp311-cp311-manylinux2014_x86_64.whl', { libc: ['', ''] })).toBe(false);
  });
});
