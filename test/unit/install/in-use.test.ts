import { mkdirSync, symlinkSync } from 'node:fs';
import { expect, test } from 'vitest';
import { usersOf } from '../../../src/install/removal/in-use.ts';
import type { Outcome } from '../../../src/system/run.ts';
import { machine } from '../../fixtures/environments/tiny.ts';
import { scratch } from '../../fixtures/scratch.ts';

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

test.skipIf(process.platform === 'win32')(
  'on Linux each sign of a process tells, and nothing else',
  async () => {
    const { folder, given } = scratch();
    const venv = `${folder}/venv`;
    const base = given('base/python3', '');
    mkdirSync(`${venv}/bin`, { recursive: true });
    symlinkSync(base, `${venv}/bin/python`);
    const running = (pid: number, exe: string | null, files: Readonly<Record<string, string>>, cwd = '/') => {
      for (const [name, text] of Object.entries({ cmdline: 'some\0', environ: '', maps: '', ...files }))
        given(`root/proc/${pid}/${name}`, text);
      if (exe === null) return;
      symlinkSync(exe, `${folder}/root/proc/${pid}/exe`);
      symlinkSync(cwd, `${folder}/root/proc/${pid}/cwd`);
    };
    running(11, `${venv}/bin/tool`, {});
    running(12, base, { environ: `A=1\0VIRTUAL_ENV=${venv}\0` });
    running(13, '/bin/sh', {}, venv);
    running(14, '/usr/bin/other', { maps: `7f00 r-xp 0 08:01 12 ${venv}/lib/libtorch.so\n` });
    running(15, null, { cmdline: `${venv}/bin/python\0launch.py\0` });
    running(21, null, { cmdline: '', maps: ` ${venv}/lib/x.so` });
    running(22, '/usr/bin/other', { environ: `VIRTUAL_ENV=${venv}\0` });
    running(
      23,
      base,
      { environ: `VIRTUAL_ENV=${venv}-other\0`, maps: `${venv}-other/lib/x.so` },
      `${venv}-other`,
    );
    const users = await usersOf(venv, machine({ platform: 'linux', root: `${folder}/root` }));
    expect(users.map(({ pid, why }) => [pid, why]).sort()).toEqual([
      [11, 'its program'],
      [12, 'its activated environment'],
      [13, 'its current folder'],
      [14, 'its loaded libraries'],
      [15, 'its command line'],
    ]);
  },
);
