import { chmod, mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { checkoutFolder } from '../fixtures/checkout.ts';
import { sdn, sdnJson } from '../fixtures/sdn.ts';

const CONFIG = `{
  "sd_model_checkpoint": "tiny",
  "openvino_accuracy": "accuracy",
  "cuda_compile": [],
  "cuda_compile_backend": "inductor",
  "diffusers_offload_mode": "balanced",
  "openvino_disable_model_caching": false
}
`;

let dir = '';
beforeAll(async () => {
  dir = await checkoutFolder();
});

beforeEach(async () => {
  for (const name of ['config.json', 'sdnext.log', 'folder', '.sdn'])
    await rm(join(dir, name), { recursive: true, force: true });
});

const config = () => readFile(join(dir, 'config.json'), 'utf8');
const failing = (document: { findings: { id: string; status: string }[] }) =>
  document.findings.filter(({ status }) => status === 'fail' || status === 'warn').map(({ id }) => id);

describe('a bad configuration', () => {
  beforeEach(() => writeFile(join(dir, 'config.json'), CONFIG, { mode: 0o640 }));

  const BAD = ['settings.compile', 'settings.compile-backend', 'settings.offload', 'settings.model-caching'];

  test('is found and not changed', async () => {
    const { code, document } = await sdnJson(['doctor', '--dir', dir, '--only', 'settings']);
    expect(code).toBe(3);
    expect(failing(document)).toEqual(BAD);
    expect(await config()).toBe(CONFIG);
  });

  test('is repaired, verified, and taken back', async () => {
    const { code, document } = await sdnJson([
      'doctor',
      '--dir',
      dir,
      '--only',
      'settings',
      '--fix',
      '--yes',
    ]);
    expect(code).toBe(0);
    expect(failing(document)).toEqual([]);
    expect(await config()).toBe(
      '{\n  "sd_model_checkpoint": "tiny",\n  "openvino_accuracy": "accuracy",\n  "diffusers_offload_mode": "none"\n}\n',
    );
    expect((await stat(join(dir, 'config.json'))).mode & 0o777).toBe(0o640);
    const undone = await sdn(['doctor', '--dir', dir, '--undo']);
    expect(undone.code).toBe(0);
    expect(await config()).toBe(CONFIG);
  });

  test('that somebody changed after the repair is not taken back', async () => {
    await sdn(['doctor', '--dir', dir, '--only', 'settings', '--fix', '--yes']);
    await writeFile(join(dir, 'config.json'), '{"mine": 1}');
    const { code, document } = await sdnJson(['doctor', '--dir', dir, '--undo']);
    expect([code, document.error.code]).toEqual([8, 'changed-since']);
    expect(await config()).toBe('{"mine": 1}');
  });

  test('is not repaired without a yes, and a dry run only shows the plan', async () => {
    const refused = await sdnJson(['doctor', '--dir', dir, '--fix']);
    expect([refused.code, refused.document.error.code]).toEqual([8, 'needs-confirmation']);
    const shown = await sdnJson(['doctor', '--dir', dir, '--fix', '--dry-run']);
    expect(shown.document.plan.steps.map(({ id }: { id: string }) => id)).toEqual(
      expect.arrayContaining(['cuda-compile', 'compile-backend', 'offload-mode', 'model-caching']),
    );
    expect(await config()).toBe(CONFIG);
  });
});

test('settings in UTF-16, as PowerShell writes them, become UTF-8 with the same content, and that is taken back', async () => {
  const text = '\ufeff{"openvino_devices": []}';
  await writeFile(join(dir, 'config.json'), text, 'utf16le');
  const { code, document } = await sdnJson(['doctor', '--dir', dir, '--only', 'settings', '--fix', '--yes']);
  expect([code, failing(document), await config()]).toEqual([0, [], text.slice(1)]);
  expect((await sdn(['doctor', '--dir', dir, '--undo'])).code).toBe(0);
  expect(await readFile(join(dir, 'config.json'), 'utf16le')).toBe(text);
});

test('settings that a link leads elsewhere are read and never written', async () => {
  const elsewhere = join(await mkdtemp(join(tmpdir(), 'sdn-elsewhere-')), 'config.json');
  await writeFile(elsewhere, CONFIG);
  await symlink(elsewhere, join(dir, 'config.json'));
  const { code, document } = await sdnJson(['doctor', '--dir', dir, '--only', 'settings', '--fix', '--yes']);
  expect([code, document.error.code]).toEqual([8, 'settings-elsewhere']);
  expect(await readFile(elsewhere, 'utf8')).toBe(CONFIG);
});

test('missing seed packages are put in, and found there afterwards', async () => {
  const bare = await checkoutFolder({ torch: '2.11.0+cpu', torchvision: '0.26.0', openvino: '2026.2.1' });
  const before = await sdnJson(['doctor', '--dir', bare, '--only', 'python']);
  expect(failing(before.document)).toEqual(['python.bootstrap']);
  const after = await sdnJson(['doctor', '--dir', bare, '--only', 'python', '--fix', '--yes']);
  expect([after.code, failing(after.document)]).toEqual([0, []]);
});

test('every check runs, in the order of the groups, and nothing is written', async () => {
  const { document } = await sdnJson(['doctor', '--dir', dir]);
  const groups = document.findings.map(({ group }: { group: string }) => group);
  expect([...new Set(groups)]).toEqual([
    'system',
    'driver',
    'python',
    'packages',
    'settings',
    'launch',
    'inference',
  ]);
  await expect(stat(join(dir, '.sdn'))).rejects.toThrow();
});

test('--strict makes a warning count', async () => {
  await writeFile(join(dir, 'config.json'), '{"diffusers_offload_mode": "balanced"}');
  const lenient = await sdnJson(['doctor', '--dir', dir, '--only', 'settings']);
  const strict = await sdnJson(['doctor', '--dir', dir, '--only', 'settings', '--strict']);
  expect([lenient.code, strict.code]).toEqual([0, 3]);
});

describe('--log', () => {
  const healthy =
    '10:00:00-000001 INFO     Starting SD.Next\n10:00:01-000001 INFO     Torch 2.0.1+cu118\n10:00:01-000002 INFO     Torch backend: nVidia CUDA 11.8\n';
  const faulty =
    '10:00:00-000001 INFO     Starting SD.Next\n10:00:01-000001 INFO     Engine: backend=Backend.DIFFUSERS compute=cpu device=cpu\n';

  test.each([
    ['healthy', healthy, 0, 'cuda'],
    ['with a fault', faulty, 3, 'cpu'],
    ['cut before it says anything', healthy.slice(0, 42), 4, 'unknown'],
    ['of another program', 'hello\n', 4, 'unknown'],
    ['empty', '', 4, 'unknown'],
  ])('a log that is %s', async (_name, text, exit, backend) => {
    const file = await sdnJson(['doctor', '--log', '-'], { input: text });
    expect([file.code, file.document.log.backend]).toEqual([exit, backend]);
  });

  test('alone means the log of the checkout', async () => {
    await writeFile(join(dir, 'sdnext.log'), faulty);
    const { code, document } = await sdnJson(['doctor', '--dir', dir, '--log']);
    expect([code, document.log.problems]).toEqual([3, ['cpu-only-run']]);
  });

  test('a log that is not there is a usage error, one that is no file is undetermined', async () => {
    expect((await sdnJson(['doctor', '--log', join(dir, 'none.log')])).code).toBe(2);
    await mkdir(join(dir, 'folder'));
    expect((await sdnJson(['doctor', '--log', join(dir, 'folder')])).code).toBe(2);
    expect((await sdnJson(['doctor', '--log', '/dev/null'])).code).toBe(4);
  });

  test.skipIf(process.getuid?.() === 0)('one without permission is undetermined', async () => {
    await writeFile(join(dir, 'sdnext.log'), faulty);
    await chmod(join(dir, 'sdnext.log'), 0);
    expect((await sdnJson(['doctor', '--dir', dir, '--log'])).code).toBe(4);
  });
});
