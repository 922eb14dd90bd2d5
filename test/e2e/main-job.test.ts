import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openvinoFolder, sdn, sdnJson } from '../fixtures/sdn.ts';

const call = promisify(execFile);
let folder = '';
let scratch = '';

beforeAll(async () => {
  folder = await openvinoFolder();
  scratch = await mkdtemp(join(tmpdir(), 'sdn-main-job-'));
});

afterAll(async () => {
  await rm(scratch, { recursive: true, force: true });
});

describe('sdn install --use-openvino', () => {
  test('writes down what was installed, from where, by whom, and its proof', async () => {
    const manifest = JSON.parse(await readFile(join(folder, 'venv', 'sdn-environment.json'), 'utf8'));
    expect(manifest).toMatchObject({ schema: 'sdn.environment/1', variant: 'openvino', askedBy: 'flag' });
    expect(manifest.proof.verdict).toBe('proven');
    const versions = new Map(
      manifest.installed.map((each: { name: string; version: string }) => [each.name, each.version]),
    );
    expect(versions.get('openvino')).toBe('2026.2.1');
    expect(versions.get('setuptools')).toBe('69.5.1');
    expect(versions.has('pip')).toBe(true);
    expect(versions.get('torch')).toMatch(process.platform === 'linux' ? /\+cpu$/ : /^2\./);
    expect(
      manifest.installed.every((each: { hash: string }) => /^sha256:[0-9a-f]{64}$/.test(each.hash)),
    ).toBe(true);
  });

  test('what is installed is what the lock says', async () => {
    const lock = await readFile(join(folder, 'sdn.lock'), 'utf8');
    const manifest = JSON.parse(await readFile(join(folder, 'venv', 'sdn-environment.json'), 'utf8'));
    for (const { name, hash } of manifest.installed) {
      expect(lock).toContain(`name = "${name}"`);
      expect(lock).toContain(hash.replace('sha256:', ''));
    }
  });

  test('a second time it finds the environment healthy and changes nothing', async () => {
    const before = await readFile(join(folder, 'venv', 'sdn-environment.json'), 'utf8');
    const { code, stdout } = await sdn(['install', '--use-openvino', '--dir', folder]);
    expect(code).toBe(0);
    expect(stdout).toContain('nothing was changed');
    expect(await readFile(join(folder, 'venv', 'sdn-environment.json'), 'utf8')).toBe(before);
  });

  test('refuses to replace it by another variant and names the command that does', async () => {
    const { document } = await sdnJson(['install', '--use-cpu', '--dir', folder]);
    expect(document.error).toMatchObject({ exit: 8, code: 'other-variant-installed' });
    expect(document.error.hints[0]).toMatch(/^sdn reinstall --use-cpu/);
  });

  test('the environment works where it is: console scripts, pip, and what SD.Next looks for', async () => {
    const bin = join(folder, 'venv', process.platform === 'win32' ? 'Scripts' : 'bin');
    const { stdout } = await call(join(bin, 'pip'), ['--version'], { cwd: tmpdir() });
    expect(stdout).toContain(join(folder, 'venv'));
    expect(existsSync(join(bin, 'activate'))).toBe(true);
  });

  test('leaves nothing else beside the environment', async () => {
    expect((await readdir(folder)).toSorted()).toEqual(['.sdn', 'sdn.lock', 'venv']);
  });
});

describe('sdn verify', () => {
  test('proves the CPU through witnesses that do not depend on each other', async () => {
    const { code, document } = await sdnJson(['verify', '--device-id', 'CPU', '--dir', folder]);
    expect(code).toBe(0);
    expect(document.proof).toMatchObject({
      verdict: 'proven',
      device: { requested: 'CPU', resolved: 'CPU' },
    });
    const agreeing = document.proof.rungs[0].channels.filter(
      (each: { verdict: string }) => each.verdict === 'agrees',
    );
    expect(agreeing.map((each: { channel: string }) => each.channel)).toEqual(
      expect.arrayContaining(['execution-devices', 'profile', 'cpu-time', 'numerics']),
    );
  });

  test('an accelerator that is not there is a failure with its cause, never a pass', async () => {
    const { code, document } = await sdnJson(['verify', '--device-id', 'GPU.7', '--dir', folder]);
    expect(code).toBe(3);
    expect(document.proof.verdict).not.toBe('proven');
    expect(document.findings.some((each: { status: string }) => each.status === 'fail')).toBe(true);
  });

  test('where there is no environment it names the command that makes one', async () => {
    const { code, stdout } = await sdn(['verify', '--dir', scratch]);
    expect(code).toBe(3);
    expect(stdout).toContain('sdn install');
  });
});

describe('a damaged environment', () => {
  test('is rebuilt by install: one missing file of one package is enough', async () => {
    const own = join(scratch, 'damaged');
    await mkdir(own);
    await sdn(['install', '--use-openvino', '--runtime-only', '--dir', own]);
    const site = join(own, 'venv', 'lib', `python${await pythonOf(own)}`, 'site-packages');
    await rm(join(site, 'openvino', '__init__.py'));
    const { code, document } = await sdnJson(['install', '--use-openvino', '--runtime-only', '--dir', own]);
    expect(code).toBe(0);
    expect(document.findings.map((each: { id: string }) => each.id)).toContain('packages.damaged');
    expect(existsSync(join(site, 'openvino', '__init__.py'))).toBe(true);
  });

  test('clean-venv removes it and nothing else', async () => {
    const own = join(scratch, 'damaged');
    await writeFile(join(own, 'config.json'), '{}');
    expect((await sdn(['clean-venv', '--dir', own])).code).toBe(8);
    expect(existsSync(join(own, 'venv'))).toBe(true);
    expect((await sdn(['clean-venv', '--yes', '--dir', own])).code).toBe(0);
    expect(existsSync(join(own, 'venv'))).toBe(false);
    expect(await readFile(join(own, 'config.json'), 'utf8')).toBe('{}');
  });
});

async function pythonOf(own: string): Promise<string> {
  const { interpreter } = JSON.parse(await readFile(join(own, 'venv', 'sdn-environment.json'), 'utf8'));
  return interpreter.version.split('.').slice(0, 2).join('.');
}
