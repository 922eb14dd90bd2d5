import { spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { checkoutFolder } from '../fixtures/checkout.ts';
import { ROOT, sdn, sdnJson } from '../fixtures/sdn.ts';

let dir = '';
beforeAll(async () => {
  dir = await checkoutFolder();
});

const told = (text: string) => JSON.parse(text.split('\n').find((line) => line.startsWith('{')) ?? '{}');

test('SD.Next starts from this environment, with what it needs and what is passed', async () => {
  const env = { SD_USECUDA: 'true', TORCH_COMMAND: 'torch' };
  const { code, stdout } = await sdn(['launch', '--dir', dir, '--', '--listen', '--port', '7861'], { env });
  expect(code).toBe(0);
  const child = told(stdout);
  expect(child.argv).toEqual(['--use-openvino', '--listen', '--port', '7861']);
  expect(child.prefix).toBe(join(dir, 'venv'));
  expect(child.cwd).toBe(dir);
  expect(child.env).toMatchObject({ VIRTUAL_ENV: join(dir, 'venv'), PYTORCH_TRACING_MODE: 'TORCHFX' });
  expect(child.env).not.toHaveProperty('SD_USECUDA');
  expect(child.env).not.toHaveProperty('TORCH_COMMAND');
  expect(await readFile(child.env.PIP_CONSTRAINT, 'utf8')).toContain('torch==2.11.0+cpu\n');
});

test('its exit code is kept', async () => {
  const { code } = await sdn(['launch', '--dir', dir], { env: { TEST_EXIT: '41' } });
  expect(code).toBe(41);
});

test('a stop reaches it, and its end is ours', async () => {
  const child = spawn(process.execPath, [join(ROOT, 'bin', 'run.js'), 'launch', '--dir', dir], {
    env: { ...process.env, TEST_WAIT: '1' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = new Promise((resolve) => child.on('close', resolve));
  let seen = '';
  for await (const chunk of child.stdout) {
    seen += chunk;
    if (seen.includes('waiting') && !child.killed) child.kill('SIGTERM');
  }
  expect(await ended).toBe(41);
});

test('a dry run shows all of it and changes nothing', async () => {
  const before = await readFile(join(dir, 'launch.py'));
  const { code, document, stderr } = await sdnJson(['launch', '--dir', dir, '--dry-run']);
  expect(code).toBe(0);
  expect(stderr).toBe('');
  const steps = Object.fromEntries(
    document.plan.steps.map((step: { id: string; detail: string }) => [step.id, step.detail]),
  );
  expect(steps.command).toContain('launch.py --use-openvino');
  expect(steps.constraints).toContain('torch==2.11.0+cpu');
  expect(await readFile(join(dir, 'launch.py'))).toEqual(before);
});

test('with --json, stdout holds the document alone', async () => {
  const { document, stderr } = await sdnJson(['launch', '--dir', dir]);
  expect(document).toMatchObject({ command: 'launch', exitCode: 0 });
  expect(stderr).toContain('Starting SD.Next');
});

test('a device is checked against what OpenVINO lists; nothing is written when it cannot be', async () => {
  await writeFile(join(dir, 'config.json'), '{"sd_model_checkpoint": "tiny"}');
  const { code, document } = await sdnJson(['launch', '--dir', dir, '--device-id', '0']);
  expect(code).toBe(4);
  expect(document.error.code).toBe('devices-unknown');
  expect(await readFile(join(dir, 'config.json'), 'utf8')).toBe('{"sd_model_checkpoint": "tiny"}');
});

test.each(['--use-openvino', '--reinstall'])('%s is refused: it belongs to an installation', async (flag) => {
  const { code, document } = await sdnJson(['launch', '--dir', dir, flag]);
  expect(code).toBe(2);
  expect(document.error.hints.join()).toContain('sdn reinstall');
});

test('a recording that cannot be written is refused before the start', async () => {
  const { code, document } = await sdnJson([
    'launch',
    '--dir',
    dir,
    '--witness',
    join(dir, 'none', 'w.jsonl'),
  ]);
  expect([code, document.error.code]).toEqual([2, 'witness-not-writable']);
});

test('without environment or checkout it says what to do', async () => {
  const missing = await sdnJson(['launch', '--dir', dir, '--venv', join(dir, '.venv-none')]);
  expect([missing.code, missing.document.error.code]).toEqual([3, 'no-environment']);
  const elsewhere = await sdnJson(['launch', '--dir', join(dir, 'venv')]);
  expect([elsewhere.code, elsewhere.document.error.code]).toEqual([3, 'no-checkout']);
});
