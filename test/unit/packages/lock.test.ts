import { describe, expect, test } from 'vitest';
import { Failure } from '../../../src/findings/failure.ts';
import { hashedRequirements, parseLock } from '../../../src/packages/uv/lock.ts';
import { lockText, parseSdnLock } from '../../../src/packages/uv/sdn-lock.ts';

const RESOLVED = `lock-version = "1.0"
created-by = "uv"
requires-python = ">=3.11"

[[packages]]
name = "openvino"
version = "2026.2.1"
wheels = [{ url = "https://index.example/openvino-2026.2.1-cp311-cp311-manylinux_2_28_x86_64.whl", size = 58358073, hashes = { sha256 = "abc" } }]

[[packages]]
name = "torch"
version = "2.13.0+cpu"
wheels = [{ url = "file:///wheels/torch.whl", hashes = { sha256 = "def" } }]
`;

const ABOUT = {
  variant: 'openvino',
  platform: 'linux-x64',
  python: '3.11',
  index: null,
  sdn: '0.1.0',
} as const;

test('a resolved lock becomes exact versions with hashes', () => {
  expect(hashedRequirements(parseLock(RESOLVED))).toBe(
    'openvino==2026.2.1 --hash=sha256:abc\ntorch==2.13.0+cpu --hash=sha256:def\n',
  );
  expect(parseLock(RESOLVED).map(({ bytes }) => bytes)).toEqual([58358073, null]);
});

test('what sdn writes, sdn reads', () => {
  expect(parseSdnLock(lockText(RESOLVED, ABOUT))).toEqual({ about: ABOUT, wheels: parseLock(RESOLVED) });
});

describe('a lock that cannot be used is a failure, never a crash', () => {
  test.each([
    ['not TOML', 'lock-version = '],
    ['no packages', 'lock-version = "1.0"'],
    ['a wheel without a hash', RESOLVED.replace('sha256 = "abc"', 'md5 = "abc"')],
    ['a source archive instead of a wheel', RESOLVED.replaceAll('wheels =', 'sdist =')],
    ['not written by sdn', RESOLVED],
    ['an unknown variant', lockText(RESOLVED, ABOUT).replace('"openvino"\nplatform', '"vulkan"\nplatform')],
  ])('%s', (_, text) => {
    expect(() => parseSdnLock(text)).toThrow(Failure);
  });
});
