import { spawnSync } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ArchiveServer, startArchiveServer } from '../fixtures/archive-server.ts';
import { makeWorld, reportOf, type World } from '../fixtures/world/world.ts';

let world: World;
let server: ArchiveServer;
let env: Record<string, string>;
beforeAll(async () => {
  world = await makeWorld();
  // An archive in the makers' layout whose addon is no library: it gets as far as being loaded.
  const made = spawnSync('tar', [
    '-cz',
    '-C',
    import.meta.dirname,
    '--transform=s,.*,ov_node_addon.node,',
    'detect.test.ts',
  ]);
  server = await startArchiveServer(made.stdout);
  env = { SDN_OPENVINO_NODE_MIRROR: server.url.replace('//', '//me:open-sesame@') };
});
afterAll(async () => {
  server.close();
  await world.remove();
});

const WISH = ['install', '--use-openvino', '--with-node-runtime', '--json'];

test('a plan fetches nothing; --allow-unverified alone is no wish', async () => {
  const ended = await world.sdn([...WISH, '--dry-run', '--python', '/nowhere'], env);
  expect([ended.code, server.requests]).toEqual([2, []]);
  expect((await world.sdn(['install', '--allow-unverified'], env)).code).toBe(2);
});

test('one that does not load ends the run before any environment is touched, and nothing of it stays', async () => {
  const ended = await world.sdn(WISH, env);
  const { error } = reportOf(ended);
  expect([ended.code, error?.code]).toEqual([6, 'node-runtime-does-not-load']);
  expect(error?.hints?.join()).not.toContain('open-sesame');
  expect(ended.stdout + ended.stderr).not.toContain('open-sesame');
  expect(await readdir(world.dir)).toEqual([]);
  const left = await readdir(join(world.cache, 'sdn', 'openvino-node'));
  expect(left.filter((name) => /new|old/.test(name) || name.endsWith('-x64'))).toEqual([]);
});

test('without an environment, verify says that openvino-node is missing and how to bring it', async () => {
  const ended = await world.sdn(['verify', '--engine', 'node', '--device-id', 'CPU'], env);
  expect(ended.code).toBe(3);
  expect(ended.stdout + ended.stderr).toMatch(/sdn install --use-openvino --dir .* --with-node-runtime/);
});
