import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { newRunId, oldPath, placeOf, stagePath } from '../../../src/install/environment/place.ts';
import { acquireLock } from '../../../src/install/lock/lock.ts';
import { interruptedRun } from '../../../src/install/transaction/interrupted-run.ts';
import { recover } from '../../../src/install/transaction/recovery.ts';
import { askTiny, buildTiny, emptyFolder, machine } from '../../fixtures/environments/tiny.ts';

const system = machine();

async function scene() {
  const place = placeOf({ dir: await emptyFolder('sdn recover-') }, { cwd: '/' });
  await buildTiny(place.venv, '1.0');
  return { place, system, id: newRunId(place) };
}

test('nothing interrupted, nothing said', async () => {
  const { place } = await scene();
  expect(await interruptedRun(place, system)).toBeNull();
  expect(await recover({ place, system })).toBeNull();
});

test('an interrupted run is told with the command that ends it, and nothing is changed', async () => {
  const { place, id } = await scene();
  await mkdir(stagePath(place, id));
  await mkdir(join(place.dir, '.sdn'));
  const journal = {
    schema: 'sdn.journal/1',
    id,
    phase: 'building',
    had: true,
    command: 'sdn reinstall',
    at: 'noon',
  };
  await writeFile(join(place.dir, '.sdn', 'venv.journal.json'), JSON.stringify(journal));
  const before = await readdir(place.dir, { recursive: true });
  expect(await interruptedRun(place, system)).toEqual({
    what: '"sdn reinstall" was interrupted at noon.',
    command: `sdn reinstall --dir '${place.dir}'`,
  });
  expect(await readdir(place.dir, { recursive: true })).toEqual(before);
  const lock = await acquireLock({ place, system, command: 'sdn install', waitMs: 0 });
  expect(await interruptedRun(place, system)).toBeNull();
  await lock.release();
  expect(await recover({ place, system })).toMatchObject({
    what: expect.stringContaining('Undid "sdn reinstall"'),
  });
  expect(existsSync(stagePath(place, id))).toBe(false);
});

test('a journal cannot make sdn recommend anything but sdn', async () => {
  const { place, id } = await scene();
  await mkdir(join(place.dir, '.sdn'));
  const journal = { schema: 'sdn.journal/1', id, phase: 'building', had: true, at: 'noon' };
  const command = 'sdn install; rm -rf /';
  await writeFile(join(place.dir, '.sdn', 'venv.journal.json'), JSON.stringify({ ...journal, command }));
  expect((await interruptedRun(place, system))?.command).toBe(`sdn install --dir '${place.dir}'`);
});

test('without a journal, leftovers go and the environment stays', async () => {
  const { place, id } = await scene();
  await buildTiny(oldPath(place, id), '0.9');
  expect(await interruptedRun(place, system)).toMatchObject({ what: expect.stringContaining('left traces') });
  await recover({ place, system });
  expect(askTiny(place.venv)).toBe('1.0');
  expect(await readdir(place.dir)).toEqual(['venv']);
});

test('without a journal and without an environment, the whole one that was put aside comes back', async () => {
  const { place, id } = await scene();
  await rename(place.venv, oldPath(place, id));
  await recover({ place, system });
  expect(askTiny(place.venv)).toBe('1.0');
});

test('folders that sdn did not make for this environment are left alone', async () => {
  const { place } = await scene();
  const other = newRunId(placeOf({ dir: place.dir, venv: join(place.dir, '.venv-cuda') }, { cwd: '/' }));
  const names = [`.venv-stage-${other}`, '.venv-old-mine', '.venv-stage-0123456789abcdeX', '.venv-cuda'];
  for (const name of names) await mkdir(join(place.dir, name));
  expect(await recover({ place, system })).toBeNull();
  expect((await readdir(place.dir)).sort()).toEqual([...names, 'venv'].sort());
});

test('a journal of a newer sdn is not touched', async () => {
  const { place } = await scene();
  await mkdir(join(place.dir, '.sdn'));
  await writeFile(join(place.dir, '.sdn', 'venv.journal.json'), '{"schema":"sdn.journal/2"}');
  await expect(recover({ place, system })).rejects.toMatchObject({ code: 'journal-of-newer-sdn' });
});

test.each(['../../etc', '/etc', '0123456789abcdef/../../x', ''])(
  'a journal with the id %j leads nowhere',
  async (id) => {
    const { place } = await scene();
    await mkdir(join(place.dir, '.sdn'));
    const journal = { schema: 'sdn.journal/1', id, phase: 'committed', had: true, command: 'x', at: 'x' };
    await writeFile(join(place.dir, '.sdn', 'venv.journal.json'), JSON.stringify(journal));
    await recover({ place, system });
    expect(askTiny(place.venv)).toBe('1.0');
    expect(await readdir(join(place.dir, '.sdn'))).toEqual([]);
  },
);
