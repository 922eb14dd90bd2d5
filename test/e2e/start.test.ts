import { existsSync, readdirSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scratch } from '../fixtures/scratch.ts';
import { sdn, sdnJson } from '../fixtures/sdn.ts';

function fresh() {
  const { folder } = scratch();
  const env = { XDG_CACHE_HOME: join(folder, 'cache'), TMPDIR: folder };
  return { folder, env, code: join(folder, 'cache', 'sdn', 'code') };
}

test('the first run of a command keeps its code, the next ones use it, and nothing else is written', async () => {
  const { folder, env, code } = fresh();
  const first = await sdnJson(['template', 'list'], { env });
  expect(readdirSync(code)).toEqual(['template-list.bin']);
  const { mtimeMs } = statSync(join(code, 'template-list.bin'));
  const second = await sdnJson(['template', 'list'], { env });
  expect(statSync(join(code, 'template-list.bin')).mtimeMs).toBe(mtimeMs);
  expect(second.document.templates).toEqual(first.document.templates);
  expect(readdirSync(folder).filter((name) => name !== 'cache')).toEqual([]);
});

test.each(['cut short', 'empty'])('code that is %s is compiled anew, and kept', async (how) => {
  const { env, code } = fresh();
  await sdn(['template', 'list'], { env });
  const file = join(code, 'template-list.bin');
  const { size } = statSync(file);
  truncateSync(file, how === 'cut short' ? Math.floor(size / 3) : 0);
  const ran = await sdn(['template', 'list'], { env });
  expect(ran).toMatchObject({ code: 0, stderr: '' });
  expect(statSync(file).size).toBeGreaterThan(size / 2);
});

test('the help, a typing error and NODE_DISABLE_COMPILE_CACHE keep nothing in the name of a command', async () => {
  const { env, code } = fresh();
  await sdn(['detect', '--help'], { env });
  await sdn(['detect', '--nonsense'], { env });
  expect(readdirSync(code)).toEqual(['help.bin']);
  await sdn(['template', 'list'], { env: { ...env, NODE_DISABLE_COMPILE_CACHE: '1' } });
  expect(existsSync(join(code, 'template-list.bin'))).toBe(false);
});
