import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parsePins, readPins } from '../../../src/sdnext/checkout/pins.ts';

// The launcher's shape in our own words: one function for each backend, a default behind an override.
const INSTALLER = `
def install_cuda():
    cmd = os.environ.get('TORCH_COMMAND', 'torch==2.13.0+cu132 torchvision==0.28.0+cu132 --index-url https://pt.example/cu132')
    return cmd

def install_rocm_zluda():
    if new:
        torch_command = os.environ.get('TORCH_COMMAND', 'torch==2.13.0+rocm7.2 torchvision==0.28.0+rocm7.2 --index-url https://pt.example/rocm7.2')
    else:
        torch_command = os.environ.get('TORCH_COMMAND', 'torch==2.9.1+rocm6.4 torchvision==0.24.1+rocm6.4 --index-url https://pt.example/rocm6.4')

def install_ipex():
    if args.use_nightly:
        torch_command = os.environ.get('TORCH_COMMAND', '--upgrade --pre torch torchvision --extra-index-url https://pt.example/nightly')
    torch_command = os.environ.get('TORCH_COMMAND', 'torch==2.13.0+xpu torchvision==0.28.0+xpu --extra-index-url https://pt.example/xpu')

def install_openvino():
    if sys.platform == 'darwin':
        torch_command = os.environ.get('TORCH_COMMAND', 'torch==2.11.0 torchvision==0.26.0')
    else:
        torch_command = os.environ.get('TORCH_COMMAND', 'torch==2.11.0+cpu torchvision==0.26.0 --index-url https://pt.example/cpu')
    install(os.environ.get('OPENVINO_COMMAND', 'openvino==2026.2.1'), 'openvino')

def bootstrap():
    setuptools_version = '69.5.1'
`;
const REQUIREMENTS = '# base\nsetuptools==60.0\nnumpy==1.0 # old\nrich>=3\n';

const parse = (installer: string, platform: NodeJS.Platform = 'linux') =>
  parsePins({
    installer,
    platform,
    constraints: 'numpy==2.1.2\nPillow==12.2.0\n',
    requirements: REQUIREMENTS,
  });

test('every family of a checkout is read from the text of its installer', () => {
  const pins = parse(INSTALLER);
  expect(pins.openvino).toEqual({
    openvino: '2026.2.1',
    torch: '2.11.0+cpu',
    torchvision: '0.26.0',
    indexUrl: 'https://pt.example/cpu',
    extraIndexUrl: null,
  });
  expect(pins.cuda?.torch).toBe('2.13.0+cu132');
  expect(pins.xpu).toMatchObject({
    torch: '2.13.0+xpu',
    indexUrl: null,
    extraIndexUrl: 'https://pt.example/xpu',
  });
  expect(Object.keys(pins.rocm)).toEqual(['7.2', '6.4']);
  expect(pins.setuptools).toBe('69.5.1');
  expect(pins.numpy).toBe('2.1.2');
  expect(pins.constraints).toEqual(['numpy==2.1.2', 'Pillow==12.2.0', 'setuptools==60.0']);
});

test('a start keeps to what a checkout requires, but for what it asks for in two versions', () => {
  const installer = `${INSTALLER}\ninstall('requests==2.32.3', 'requests')\ninstall('rich==15.0.0', 'rich')\n`;
  const requirements = 'typing-extensions==4.15.0\nrequests==2.34.2\nrich==15.0.0\nanyio\n';
  const pins = parsePins({ installer, constraints: '', requirements, platform: 'linux' });
  expect(pins.constraints).toEqual(['typing-extensions==4.15.0', 'rich==15.0.0']);
});

test('a Mac gets the plain PyPI pair for OpenVINO', () => {
  expect(parse(INSTALLER, 'darwin').openvino).toMatchObject({ torch: '2.11.0', indexUrl: null });
});

test('a specification that is computed is unknown, not guessed', () => {
  const computed = INSTALLER.replace("'torch==2.13.0+cu132 torchvision==0.28.0+cu132", "f'torch=={v}");
  expect(parse(computed).cuda).toBeNull();
  expect(parse(INSTALLER.replace('openvino==2026.2.1', 'openvino')).openvino).toBeNull();
  expect(parse('').openvino).toBeNull();
});

test('Windows line ends read the same', () => {
  expect(parse(INSTALLER.replaceAll('\n', '\r\n'))).toEqual(parse(INSTALLER));
});

test('a folder without an installer has no pins, and the source names the commit where there is one', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'sdn-pins-'));
  expect(await readPins(dir, 'linux')).toBeNull();
  await writeFile(join(dir, 'installer.py'), INSTALLER);
  expect((await readPins(dir, 'linux'))?.source).toBe('installer.py');
  await mkdir(join(dir, '.git'));
  await writeFile(join(dir, '.git', 'HEAD'), 'ref: refs/heads/master\n');
  await writeFile(join(dir, '.git', 'packed-refs'), `# pack-refs\n${'ab'.repeat(20)} refs/heads/master\n`);
  expect((await readPins(dir, 'linux'))?.source).toBe('installer.py@ababababa');
});

test('an installer that is a folder is no installer', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'sdn-pins-'));
  await mkdir(join(dir, 'installer.py'));
  expect(await readPins(dir, 'linux')).toBeNull();
});
