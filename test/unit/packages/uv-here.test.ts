import { expect, test } from 'vitest';
import { uvHere } from '../../../src/packages/uv/bring-uv.ts';
import { UV_PINNED } from '../../../src/packages/uv/uv.ts';
import { thisMachine } from '../../../src/system/this-machine.ts';
import { scratch } from '../../fixtures/scratch.ts';

function machineWith(folder: string, parts: readonly string[]) {
  const PATH = parts.map((part) => `${folder}/${part}`).join(':');
  const machine = thisMachine(new AbortController().signal);
  return { ...machine, env: { PATH }, directories: { ...machine.directories, cache: `${folder}/cache` } };
}

test('the first uv on PATH of a version that was tried is taken; others, and what is no program, are passed over', async () => {
  const { folder, given } = scratch();
  const saying = (version: string) => `#!/bin/sh\necho "uv ${version}"\n`;
  given('old/uv', saying('0.1.0'), 0o755);
  given('closed/uv', saying(UV_PINNED), 0o644);
  given('right/uv', saying(UV_PINNED), 0o755);
  given('later/uv', saying(UV_PINNED), 0o755);
  const system = machineWith(folder, ['absent', 'old', 'closed', 'right', 'later']);
  expect(await uvHere(system)).toEqual({ path: `${folder}/right/uv`, version: UV_PINNED, origin: 'path' });
});

test('then the one in the cache, of exactly the pinned version; then none', async () => {
  const { folder, given } = scratch();
  const system = machineWith(folder, ['absent']);
  expect(await uvHere(system)).toBeNull();
  given(`cache/uv/${UV_PINNED}/bin/uv`, `#!/bin/sh\necho "uv ${UV_PINNED} (x)"\n`, 0o755);
  expect(await uvHere(system)).toMatchObject({ version: UV_PINNED, origin: 'cache' });
  given(`cache/uv/${UV_PINNED}/bin/uv`, '#!/bin/sh\necho "uv 0.13.99"\n', 0o755);
  expect(await uvHere(system)).toBeNull();
});
