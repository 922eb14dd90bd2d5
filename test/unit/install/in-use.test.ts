import { expect, test } from 'vitest';
import { usersOf } from '../../../src/install/removal/in-use.ts';
import type { Outcome } from '../../../src/system/run.ts';
import { machine } from '../../fixtures/environments/tiny.ts';

function system(platform: NodeJS.Platform, stdout: string) {
  const outcome: Outcome = { status: 'exited', exitCode: 0, signal: null, stdout, stderr: '', ms: 1 };
  return machine({ platform, run: async () => outcome });
}

test('on macOS the process list tells who runs from the environment', async () => {
  const list = [
    '    1 /sbin/launchd',
    ' 4711 /Users/me/sd next/venv/bin/python3 launch.py --listen',
    ' 4712 vim /Users/me/sd next/venv-notes.txt',
    ' 4713 /bin/zsh -l',
  ].join('\n');
  expect(await usersOf('/Users/me/sd next/venv', system('darwin', list))).toMatchObject([{ pid: 4711 }]);
});

test('on Windows the program paths tell, in any case', async () => {
  const list = '4 C:\\Windows\\System32\\smss.exe\r\n815 c:\\SDNext\\venv\\Scripts\\python.exe\r\n';
  expect(await usersOf('C:\\sdnext\\venv', system('win32', list))).toMatchObject([{ pid: 815 }]);
});
