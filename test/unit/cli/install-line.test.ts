import { expect, test } from 'vitest';
import { installLine } from '../../../src/cli/install-line.ts';
import { machine } from '../../fixtures/environments/tiny.ts';

const system = machine({ platform: 'linux' });

test('a command to be pasted again keeps all that decides what is installed', () => {
  const typed = {
    dir: 'my folder',
    index: 'cu126',
    'torch-spec': 'torch==2.11.0',
    python: '3.12',
    'runtime-only': true,
    offline: true,
    exact: false,
    installer: 'pip',
    'find-links': ['wheels', 'more wheels'],
    'no-verify': true,
    wait: 600,
  };
  expect(installLine(['install', '--use-openvino'], typed, system)).toBe(
    "sdn install --use-openvino --dir 'my folder' --index cu126 --torch-spec 'torch==2.11.0' --python 3.12 " +
      "--runtime-only --find-links wheels --find-links 'more wheels' --offline --installer pip --no-verify",
  );
});

test('no login of any address is in it: journal, lock and every message repeat it', () => {
  const secret = 'https://me:open-sesame@index.example/simple';
  const typed = {
    dir: '.',
    'index-url': secret,
    'extra-index-url': [secret],
    'find-links': [secret],
    'torch-spec': `torch @ ${secret}/torch.whl`,
  };
  const line = installLine(['reinstall'], typed, system);
  expect(line.match(/index\.example/g)).toHaveLength(4);
  expect(line).not.toMatch(/open-sesame|me:|me@/);
});

test('the usual ways are not repeated', () => {
  expect(installLine(['install'], { dir: '.', installer: 'uv', wait: 0 }, system)).toBe('sdn install');
});
