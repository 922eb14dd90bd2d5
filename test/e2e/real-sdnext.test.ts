import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { type CheckoutPins, readPins } from '../../src/sdnext/checkout/pins.ts';
import { resolveDevices } from '../../src/sdnext/resolve-devices.ts';
import { settingsPath } from '../../src/sdnext/settings/settings.ts';
import { envFlag } from '../../src/sdnext/switches/env-flag.ts';

/** A real checkout, where one is at hand; nothing of it is part of sdn. */
const checkout = process.env.SDN_TEST_SDNEXT ?? '';
const program = fileURLToPath(new URL('../fixtures/programs/sdnext_decisions.py', import.meta.url));
const name =
  checkout === '' ? 'SD.Next itself (skipped: set SDN_TEST_SDNEXT to a checkout)' : 'SD.Next itself';

let python = '';

/** Makes a venv that the real installer can be imported in: the three packages it looks for, and torch by name. */
async function venvWithStubs(packages: Readonly<Record<string, string>>): Promise<string> {
  const venv = join(await mkdtemp(join(tmpdir(), 'sdn-real-')), 'venv');
  must(spawnSync('python3', ['-m', 'venv', venv]));
  const own = join(venv, 'bin', 'python');
  must(
    spawnSync(own, [
      '-m',
      'pip',
      'install',
      '--quiet',
      'rich',
      'psutil',
      'requests',
      'setuptools==69.5.1',
      'wheel',
    ]),
  );
  const site = String(
    spawnSync(own, ['-c', 'import sysconfig; print(sysconfig.get_path("purelib"), end="")']).stdout,
  );
  for (const [each, version] of Object.entries(packages)) {
    await mkdir(join(site, `${each}-${version}.dist-info`));
    await writeFile(
      join(site, `${each}-${version}.dist-info`, 'METADATA'),
      `Name: ${each}\nVersion: ${version}\n`,
    );
    await mkdir(join(site, each));
    await writeFile(join(site, each, '__init__.py'), moduleText(version));
  }
  return own;
}

function moduleText(version: string): string {
  return `
__version__ = '${version}'
class cuda:
    is_available = staticmethod(lambda: False)
class xpu:
    is_available = staticmethod(lambda: False)
class version:
    cuda = hip = None
`;
}

function must({ status, stderr }: { readonly status: number | null; readonly stderr: Buffer }): void {
  if (status !== 0) throw new Error(String(stderr));
}

type Calls = { readonly calls: readonly string[]; readonly type: string | null };

function ask(own: string, questions: object) {
  const { stdout, stderr } = spawnSync(own, [program, checkout], {
    input: JSON.stringify(questions),
    encoding: 'utf8',
    env: { PATH: process.env.PATH ?? '', PIP_NO_INDEX: '1', HOME: tmpdir() },
  });
  const last = stdout.trim().split('\n').at(-1) ?? '';
  if (!last.startsWith('{')) throw new Error(`${stdout}\n${stderr}`);
  return JSON.parse(last);
}

function subsets<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  return Array.from({ length: 2 ** items.length }, (_, bits) =>
    items.filter((_item, at) => (bits >> at) % 2 === 1),
  );
}

describe.skipIf(checkout === '')(name, () => {
  beforeAll(async () => {
    python = await venvWithStubs({});
  });

  test('chooses the devices that sdn predicts, for every list and every setting', () => {
    const names = ['CPU', 'GPU', 'GPU.0', 'GPU.1', 'NPU'];
    const questions = subsets(names).flatMap((available) =>
      subsets(names).map((configured) => [available, [...configured].reverse()] as const),
    );
    const { devices } = ask(python, { devices: questions });
    const ours = questions.map(([available, configured]) => resolveDevices(configured, available).device);
    expect(ours).toEqual(devices);
  });

  test('reads its boolean variables as sdn does', () => {
    const values = ['1', 'true', 'YES', 'on', 'false', '0', 'no', '', 'off', '2', ' true '];
    const { flags } = ask(python, { flags: values.map((value) => ['openvino', value]) });
    expect(values.map((value) => envFlag(value, true))).toEqual(flags);
  });

  test('looks for its settings where sdn does', () => {
    const questions: readonly [Record<string, string>, readonly string[]][] = [
      [{}, []],
      [{ SD_DATADIR: 'data' }, []],
      [{ SD_CONFIG: 'mine.json' }, []],
      [{ SD_CONFIG: 'mine.json', SD_DATADIR: 'data' }, []],
      [{}, ['--data-dir', 'other']],
      [{}, ['--config', 'theirs.json']],
    ];
    const { paths } = ask(python, { paths: questions });
    const ours = questions.map(([env, args]) => settingsPath({ dir: checkout, env, args }).path);
    expect(ours).toEqual(paths.map((path: string) => resolve(checkout, path)));
  });

  test('asks for the torch and the OpenVINO that sdn read out of its text', async () => {
    const pins = await readPins(checkout, 'linux');
    const { torch } = ask(python, { torch: [['--use-openvino'], ['--use-cuda'], ['--use-ipex']] });
    const [openvino, cuda, ipex] = torch.map(({ calls }: Calls) => calls.join('\n'));
    expect(openvino).toContain(`openvino==${pins?.openvino?.openvino}`);
    expect(openvino).toContain(specification(pins?.openvino));
    expect(cuda).toContain(specification(pins?.cuda));
    expect(ipex).toContain(specification(pins?.xpu));
  });

  test('forgets two backends that are asked for together', () => {
    const { torch } = ask(python, { torch: [['--use-openvino', '--use-cuda']] });
    expect(torch[0].calls).toEqual(['install --upgrade torch torchvision']);
  });

  test('takes an environment of sdn as it is: no torch and no OpenVINO is asked for', async () => {
    const pins = await readPins(checkout, 'linux');
    const own = await venvWithStubs({
      torch: pins?.openvino?.torch ?? '',
      torchvision: pins?.openvino?.torchvision ?? '',
      openvino: pins?.openvino?.openvino ?? '',
    });
    const { torch } = ask(own, { torch: [['--use-openvino']] });
    expect(torch[0]).toEqual({ calls: [], type: 'openvino' });
  });
});

function specification(family: CheckoutPins['cuda'] | undefined): string {
  const indexes = [
    family?.indexUrl ? ` --index-url ${family.indexUrl}` : '',
    family?.extraIndexUrl ? ` --extra-index-url ${family.extraIndexUrl}` : '',
  ];
  return `torch==${family?.torch} torchvision==${family?.torchvision}${indexes.join('')}`;
}
