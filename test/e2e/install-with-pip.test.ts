import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'valibot';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ManifestSchema } from '../../src/install/environment/manifest.ts';
import { checkWholeness } from '../../src/install/wholeness/wholeness.ts';
import * as fault from '../fixtures/index-server/faults.ts';
import { type IndexServer, startIndex } from '../fixtures/index-server/index-server.ts';
import { makeWorld, reportOf, traces, treeHash, type World } from '../fixtures/world/world.ts';

let world: World;
let index: IndexServer;

beforeAll(async () => {
  world = await makeWorld();
  index = await startIndex();
});

afterAll(async () => {
  index.close();
  await world.remove();
});

function sdn(command: string, ...args: readonly string[]) {
  const options = ['--use-openvino', '--no-verify', '--json', '--index-url', index.url, ...args];
  return world.sdn([command, ...options], { PIP_RETRIES: '0' });
}

async function manifest() {
  return parse(ManifestSchema, JSON.parse(await readFile(join(world.venv, 'sdn-environment.json'), 'utf8')));
}

describe('--installer pip', () => {
  test('makes the environment of the same lock, and says who did it', async () => {
    await sdn('install');
    const { installed } = await manifest();
    const ended = await sdn('reinstall', '--installer', 'pip', '--locked');
    expect(reportOf(ended).error).toBeUndefined();
    expect(ended.code).toBe(0);
    expect(await manifest()).toMatchObject({ installer: { name: 'pip' }, installed });
  });

  test('leaves scripts that work where the environment now is', () => {
    expect(execFileSync(join(world.venv, 'bin', 'torch-say'), { encoding: 'utf8' })).toBe('2.11.0+cpu\n');
    const python = 'import sys, torch; print(sys.prefix)';
    const said = execFileSync(join(world.venv, 'bin', 'python'), ['-I', '-c', python], { encoding: 'utf8' });
    expect(said.trim()).toBe(world.venv);
  });

  test('leaves packages that are whole by their own RECORD', async () => {
    const { whole, distributions } = await checkWholeness(world.venv);
    expect(distributions.filter((each) => !each.whole)).toEqual([]);
    expect(whole).toBe(true);
    expect(distributions).toHaveLength(index.wheels.length);
  });

  test.each([
    ['a wheel of another hash', 6, 'hash-mismatch', fault.otherWheel],
    ['a wheel that is refused', 75, 'not-installed', fault.status(403)],
  ])('%s: exit %i, and the environment stays as it was', async (_name, exit, code, broken) => {
    const before = await treeHash(world.venv);
    index.breakAt(/^\/files\/numpy.*\.whl$/, broken);
    const ended = await world.sdn(
      [
        'reinstall',
        '--use-openvino',
        '--no-verify',
        '--json',
        '--index-url',
        index.url,
        '--installer',
        'pip',
      ],
      { PIP_RETRIES: '0', XDG_CACHE_HOME: join(world.home, code) },
    );
    index.forget();
    expect(reportOf(ended).error).toMatchObject({ code, exit });
    expect(await treeHash(world.venv)).toBe(before);
    expect(await traces(world)).toEqual([]);
  });
});
