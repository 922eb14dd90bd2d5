import { expect, test } from 'vitest';
import { constraintsText } from '../../../src/sdnext/launch/constraints.ts';
import { openvinoDevice, torchDevice } from '../../../src/sdnext/launch/device-setting.ts';
import { launchEnv } from '../../../src/sdnext/launch/launch-env.ts';
import { launchArgs } from '../../../src/sdnext/launch/launch-plan.ts';
import { environment } from '../checks/subjects.ts';

test.each([
  ['openvino', ['--use-openvino']],
  ['directml', ['--use-directml']],
  ['zluda', ['--use-zluda']],
  ['rocm', ['--use-rocm']],
  ['xpu', ['--use-ipex']],
  ['cuda', []],
  ['mps', []],
  ['cpu', []],
] as const)('%s wants %j at every start', (variant, flags) => {
  const args = launchArgs({ variant, device: null, passed: ['--listen', '--port', '1'] });
  expect(args).toEqual(['launch.py', ...flags, '--listen', '--port', '1']);
});

const wish = {
  environment,
  variant: 'openvino',
  platform: 'linux',
  constraints: '/c.txt',
  overrides: '/o.txt',
} as const;

test('this environment comes first, and nothing is installed anew', () => {
  const { env, removed } = launchEnv({
    ...wish,
    env: {
      PATH: '/usr/bin',
      HF_HOME: '/models',
      UV_CONSTRAINT: '/own.txt',
      SD_USECUDA: 'true',
      SD_REINSTALL: '1',
      TORCH_COMMAND: 'torch',
      PYTHONHOME: '/conda',
      COMMANDLINE_ARGS: '--use-cuda --models-dir "/my  models" --reinstall --use-xformers',
    },
  });
  expect(env).toMatchObject({
    PATH: '/srv/sdnext/venv/bin:/usr/bin',
    VIRTUAL_ENV: '/srv/sdnext/venv',
    LD_LIBRARY_PATH: '/srv/sdnext/venv/lib',
    PYTORCH_TRACING_MODE: 'TORCHFX',
    PIP_CONSTRAINT: '/c.txt',
    UV_CONSTRAINT: '/c.txt /own.txt',
    UV_OVERRIDE: '/o.txt',
    HF_HOME: '/models',
    COMMANDLINE_ARGS: '--models-dir "/my  models" --use-xformers',
  });
  expect([...removed].sort()).toEqual(['PYTHONHOME', 'SD_REINSTALL', 'SD_USECUDA', 'TORCH_COMMAND']);
  for (const name of removed) expect(env).not.toHaveProperty(name);
});

test('what the user preloads and adds to the library path stays', () => {
  const { env } = launchEnv({ ...wish, env: { LD_LIBRARY_PATH: '/opt/lib' } });
  expect(env.LD_LIBRARY_PATH).toBe('/srv/sdnext/venv/lib:/opt/lib');
});

test('Windows keeps one PATH, however it is spelled', () => {
  const { env } = launchEnv({ ...wish, platform: 'win32', env: { Path: 'C:\\Windows' } });
  expect(Object.keys(env).filter((name) => name.toUpperCase() === 'PATH')).toEqual(['PATH']);
  expect(env.PATH).toContain('C:\\Windows');
});

test('the constraints hold what makes the backend, and SD.Next’s own lines', () => {
  const text = constraintsText(environment, ['numpy==2.1.2', 'torch==9', 'setuptools==69.5.1']);
  expect(text.split('\n').slice(1)).toEqual([
    'torch==2.11.0+cpu',
    'torchvision==0.26.0',
    'openvino==2026.2.1',
    'setuptools<82',
    'numpy==2.1.2',
    '',
  ]);
});

const identity = (device: string) => ({
  device,
  name: null,
  vendor: null,
  uuid: null,
  pci: null,
  luid: null,
});
const one = [identity('CPU'), identity('GPU')];
const two = [identity('CPU'), identity('GPU.0'), identity('GPU.1')];

test.each([
  ['0', one, ['GPU']],
  ['GPU', one, ['GPU']],
  ['1', two, ['GPU.1']],
  ['GPU.1', two, ['GPU.1']],
  ['cpu', one, ['CPU']],
  ['AUTO', one, undefined],
  ['HETERO:GPU,CPU', one, ['GPU', 'CPU']],
])('for OpenVINO, %s becomes a setting', (requested, listed, value) => {
  expect(openvinoDevice(requested, { listed, seen: null })).toMatchObject({ kind: 'setting', value });
});

test('a device that OpenVINO does not list fails and names those it lists', () => {
  expect(() => openvinoDevice('3', { listed: one, seen: [] })).toThrow(/GPU\.3.*CPU, GPU/);
});

test('without any accelerator, device 0 is the CPU, and that is said', () => {
  expect(openvinoDevice('0', { listed: [identity('CPU')], seen: [] })).toMatchObject({
    value: ['CPU'],
    note: 'no-accelerator',
  });
});

test('for the others, --device-id is passed on as a number', () => {
  expect(torchDevice('1', 'cuda')).toEqual({
    kind: 'argument',
    args: ['--device-id', '1'],
    device: 'cuda:1',
  });
  expect(torchDevice('xpu:0', 'xpu')).toMatchObject({ args: ['--device-id', '0'] });
  expect(() => torchDevice('GPU.0', 'cuda')).toThrow(/not a device/);
  expect(() => torchDevice('cuda:0', 'xpu')).toThrow(/not a device/);
  expect(() => torchDevice('0', 'mps')).toThrow(/one device/);
});
