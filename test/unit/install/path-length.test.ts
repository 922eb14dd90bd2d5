import { expect, test } from 'vitest';
import { refuseLongPath } from '../../../src/install/stage/path-length.ts';
import type { Outcome } from '../../../src/system/run.ts';
import { machine } from '../../fixtures/environments/tiny.ts';

const DEEP = `/Users/${'a'.repeat(60)}/OneDrive - Company/sdnext`;

function windows(registry: string) {
  const outcome: Outcome = {
    status: 'exited',
    exitCode: 0,
    signal: null,
    stdout: registry,
    stderr: '',
    ms: 1,
  };
  return machine({ platform: 'win32', run: async () => outcome });
}

const OFF = '\r\nHKEY_LOCAL_MACHINE\\SYSTEM\\...\r\n    LongPathsEnabled    REG_DWORD    0x0\r\n\r\n';
const at = (dir: string) => ({ dir, venv: `${dir}/venv` });

test('a short path needs no question', async () => {
  await refuseLongPath(at('/sdnext'), windows(OFF));
});

test('a path that leaves too little room is refused where long paths are off, or where nobody knows', async () => {
  for (const registry of [OFF, ''])
    await expect(refuseLongPath(at(DEEP), windows(registry))).rejects.toMatchObject({
      kind: 'notReady',
      code: 'path-too-long',
      need: expect.stringMatching(/^A folder whose path is \d+ characters shorter/),
    });
});

test('with long paths on, and outside Windows, depth is no matter', async () => {
  await refuseLongPath(at(DEEP), windows(OFF.replace('0x0', '0x1')));
  await refuseLongPath(at(DEEP), machine());
});
