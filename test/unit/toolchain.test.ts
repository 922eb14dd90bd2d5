import { expect, test } from 'vitest';

test('the tests run on the Node of the toolchain package, whatever the machine has', () => {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  expect(major > 22 || (major === 22 && minor >= 13), `Node ${process.versions.node}: run npm ci again`).toBe(
    true,
  );
});
