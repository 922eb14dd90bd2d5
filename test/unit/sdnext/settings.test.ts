import { chmod, mkdir, mkdtemp, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { listSetting, readSettings, settingOf, settingsPath } from '../../../src/sdnext/settings/settings.ts';

let dir = '';
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'sdn-settings-'));
});

const read = (env: Record<string, string> = {}, args: readonly string[] = []) =>
  readSettings({ dir, env, args });

test.each([
  [{}, [], 'config.json', 'default'],
  [{ SD_DATADIR: 'data' }, [], 'data/config.json', 'SD_DATADIR'],
  [{ SD_DATADIR: '/srv/x' }, [], '/srv/x/config.json', 'SD_DATADIR'],
  [{ SD_DATADIR: 'data' }, ['--data-dir', 'other'], 'other/config.json', '--data-dir'],
  [{ SD_CONFIG: 'mine.json', SD_DATADIR: 'data' }, [], 'mine.json', 'SD_CONFIG'],
  [{ SD_CONFIG: 'mine.json' }, ['--config=theirs.json'], 'theirs.json', '--config'],
])('with %j and %j the settings are in %s', (env, args, path, from) => {
  const found = settingsPath({ dir: '/checkout', env, args });
  expect(found).toEqual({ path: path.startsWith('/') ? path : join('/checkout', path), from });
});

test('only what concerns OpenVINO is taken from the file', async () => {
  await writeFile(join(dir, 'config.json'), '{"openvino_devices": ["GPU"], "huggingface_token": "secret"}');
  const settings = await read();
  expect(settings.values).toEqual({ openvino_devices: ['GPU'] });
  expect(JSON.stringify(settings)).not.toContain('secret');
});

test('what the file does not say is SD.Next’s default under OpenVINO', async () => {
  const settings = await read();
  expect(settings.state).toBe('absent');
  expect(listSetting(settings, 'cuda_compile')).toContain('Model');
  expect(settingOf(settings, 'openvino_accuracy')).toBe('default');
});

test('a list that is none is not a list', async () => {
  await writeFile(join(dir, 'config.json'), '{"openvino_devices": "GPU", "cuda_compile": [1]}');
  const settings = await read();
  expect(listSetting(settings, 'openvino_devices')).toBeNull();
  expect(listSetting(settings, 'cuda_compile')).toBeNull();
});

describe('a file that is no use is a state, never a crash:', () => {
  const path = () => join(dir, 'config.json');

  test.each(['hello', '{"a": 1,}', '[1]', '"GPU"', 'null', '\u0000\u0001', '{"a"'])('%j', async (text) => {
    await writeFile(path(), text);
    expect(await read()).toMatchObject({ state: 'unreadable', why: expect.stringContaining('not JSON') });
  });

  test('200 MB', async () => {
    await writeFile(path(), '{');
    await truncate(path(), 200 * 1024 * 1024);
    expect(await read()).toMatchObject({ state: 'unreadable', why: 'it is larger than 8 MB' });
  });

  test('a folder', async () => {
    await mkdir(path());
    expect(await read()).toMatchObject({ state: 'unreadable', why: 'it is not a regular file' });
  });

  test.skipIf(process.getuid?.() === 0 || process.platform === 'win32')(
    'one without permission',
    async () => {
      await writeFile(path(), '{}');
      await chmod(path(), 0);
      expect(await read()).toMatchObject({ state: 'unreadable', why: 'this user may not read it' });
    },
  );
});

test('a link that leads elsewhere is read, and named', async () => {
  const elsewhere = await mkdtemp(join(tmpdir(), 'sdn-elsewhere-'));
  await writeFile(join(elsewhere, 'real.json'), '{"openvino_devices": []}');
  await symlink(join(elsewhere, 'real.json'), join(dir, 'config.json'));
  const settings = await read();
  expect(settings.state).toBe('read');
  expect(settings.linksTo).toContain('real.json');
});

test.each([
  ['a byte order mark', '\ufeff{"openvino_devices": ["NPU"]}', 'utf8', 'byte order mark'],
  ['UTF-16, as PowerShell writes it', '\ufeff{"openvino_devices": ["NPU"]}', 'utf16le', 'UTF-16'],
] as const)('%s hides the settings from SD.Next, and only from it', async (_name, text, encoding, why) => {
  await writeFile(join(dir, 'config.json'), text, encoding);
  expect(await read()).toMatchObject({
    state: 'unreadable',
    onlyEncoding: true,
    why: expect.stringContaining(why),
  });
});

test('an empty file is one without settings', async () => {
  await writeFile(join(dir, 'config.json'), '');
  expect(await read()).toMatchObject({ state: 'read', values: {} });
});

test('what is wrong with a file is said without quoting it', async () => {
  await writeFile(join(dir, 'config.json'), '{\n  // "hf_token": "hf_secret"\n  "a": 1,\n}');
  const { why } = await read();
  expect(why).toBe(
    'it is not JSON (line 2, column 3; comments and a comma after the last entry are not allowed)',
  );
});
