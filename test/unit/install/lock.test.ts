import { mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { placeOf } from '../../../src/install/environment/place.ts';
import { acquireLock, lockHolder } from '../../../src/install/lock/lock.ts';
import { ownProcess } from '../../../src/system/processes.ts';
import { emptyFolder, machine } from '../../fixtures/environments/tiny.ts';

const LONG_AGO = new Date(Date.now() - 3_600_000);

async function wish(overrides: { waitMs?: number; name?: string } = {}) {
  const dir = await emptyFolder('sdn lock-');
  const place = placeOf({ dir, venv: join(dir, overrides.name ?? 'venv') }, { cwd: '/' });
  return { place, system: machine(), command: 'sdn install --use-cpu', waitMs: overrides.waitMs ?? 0 };
}

/** Writes the lock of a holder that differs from this process in `changes`. */
async function foreignLock(dir: string, changes: object, touched = new Date()): Promise<void> {
  const process = { ...(await ownProcess(machine())), ...changes };
  const record = { schema: 'sdn.holder/1', state: 'held', command: 'sdn reinstall', since: 'noon', process };
  const path = join(dir, '.sdn', 'venv.lock.1');
  await mkdir(join(dir, '.sdn'), { recursive: true });
  await writeFile(path, JSON.stringify(record));
  await utimes(path, touched, touched);
}

test('a held environment is refused, and the holder is named', async () => {
  const asked = await wish();
  const lock = await acquireLock(asked);
  await expect(acquireLock(asked)).rejects.toMatchObject({
    kind: 'locked',
    message: expect.stringContaining(`"sdn install --use-cpu", process ${process.pid} on `),
    fix: ['sdn install --use-cpu --wait 600'],
  });
  expect(await lockHolder(asked.place, asked.system)).toMatchObject({ process: { pid: process.pid } });
  await lock.release();
  expect(await lockHolder(asked.place, asked.system)).toBeNull();
  await (await acquireLock(asked)).release();
});

test('who waits gets the environment as soon as it is free', async () => {
  const asked = await wish({ waitMs: 30_000 });
  const first = await acquireLock(asked);
  const order: string[] = [];
  const second = acquireLock(asked).then(async (lock) => {
    order.push('second');
    await lock.release();
  });
  await new Promise((resolve) => setTimeout(resolve, 100));
  order.push('first released');
  await first.release();
  await second;
  expect(order).toEqual(['first released', 'second']);
});

test('a stop ends the waiting', async () => {
  const stop = new AbortController();
  const asked = { ...(await wish({ waitMs: 60_000 })), system: machine({ signal: stop.signal }) };
  const lock = await acquireLock(asked);
  const waiting = acquireLock(asked);
  stop.abort();
  await expect(waiting).rejects.toMatchObject({ kind: 'interrupted' });
  await lock.release();
});

test.each([
  ['an ended process', { pid: 4_194_304 }, new Date()],
  ['a process number used again', { started: '1' }, new Date()],
  ['an earlier boot', { boot: 'another', started: '1' }, LONG_AGO],
  ['another machine that has been silent for long', { host: 'elsewhere' }, LONG_AGO],
  ['a container that is gone', { host: 'c0ffee', space: 'pid:[1]' }, LONG_AGO],
])('the lock of %s is stale', async (_, changes, touched) => {
  const asked = await wish();
  await foreignLock(asked.place.dir, changes, touched);
  const lock = await acquireLock(asked);
  await lock.assertHeld();
  await lock.release();
  expect(await readdir(join(asked.place.dir, '.sdn'))).toEqual(['venv.lock.2']);
});

test.each([
  ['another machine that gave a sign of life', { host: 'elsewhere' }],
  ['another container that gave a sign of life', { space: 'pid:[1]' }],
])('the lock of %s is respected', async (_, changes) => {
  const asked = await wish();
  await foreignLock(asked.place.dir, changes);
  await expect(acquireLock(asked)).rejects.toMatchObject({ kind: 'locked' });
});

/** What this machine's `/proc` would say after a boot so many seconds ago. */
async function bootedAgo(seconds: number): Promise<string> {
  const root = await emptyFolder();
  await mkdir(join(root, 'proc/sys/kernel/random'), { recursive: true });
  await writeFile(join(root, 'proc/sys/kernel/random/boot_id'), 'this boot\n');
  await writeFile(join(root, 'proc/uptime'), `${seconds}.00 1.00\n`);
  return root;
}

test('after a reboot the lock from before is stale at once, however fast the machine was', async () => {
  const asked = await wish();
  const system = machine({ root: await bootedAgo(4) });
  await foreignLock(asked.place.dir, { boot: 'the one before' }, new Date(Date.now() - 6_000));
  await (await acquireLock({ ...asked, system })).release();
});

test('a namesake that gave a sign of life since this boot is respected', async () => {
  const asked = await wish();
  const system = machine({ root: await bootedAgo(60) });
  await foreignLock(asked.place.dir, { boot: 'its own' }, new Date(Date.now() - 6_000));
  await expect(acquireLock({ ...asked, system })).rejects.toMatchObject({ kind: 'locked' });
});

test('a damaged lock counts as held for moments, then as stale', async () => {
  const asked = await wish();
  await mkdir(join(asked.place.dir, '.sdn'));
  const path = join(asked.place.dir, '.sdn', 'venv.lock.7');
  await writeFile(path, 'not json');
  await expect(acquireLock(asked)).rejects.toMatchObject({ kind: 'locked' });
  await utimes(path, LONG_AGO, LONG_AGO);
  await (await acquireLock(asked)).release();
  expect(await readdir(join(asked.place.dir, '.sdn'))).toEqual(['venv.lock.8']);
});

test('who was taken for dead notices before touching anything, and does not release what is not its own', async () => {
  const asked = await wish();
  const lock = await acquireLock(asked);
  const usurper = join(asked.place.dir, '.sdn', 'venv.lock.2');
  await writeFile(usurper, await readFile(join(asked.place.dir, '.sdn', 'venv.lock.1')));
  await expect(lock.assertHeld()).rejects.toMatchObject({ code: 'lock-lost' });
  await lock.release();
  expect(await readFile(usurper, 'utf8')).toContain('"held"');
});

test('two environments in one folder do not lock each other, nor sweep each other’s files', async () => {
  const one = await wish();
  const other = { ...one, place: { ...one.place, venv: join(one.place.dir, '.venv-cuda') } };
  const locks = [await acquireLock(one), await acquireLock(other)];
  for (const lock of locks) await lock.assertHeld();
  for (const lock of locks) await lock.release();
});

test('one environment reached through two folders is one lock', async () => {
  const one = await wish();
  const lock = await acquireLock(one);
  const other = { ...one, place: { dir: '/', venv: one.place.venv } };
  await expect(acquireLock(other)).rejects.toMatchObject({ kind: 'locked' });
  await lock.release();
});

test('forty that scramble for one environment go in one at a time, and all of them', async () => {
  const asked = await wish({ waitMs: 120_000 });
  let inside = 0;
  let visits = 0;
  const visit = async () => {
    const lock = await acquireLock(asked);
    inside += 1;
    visits += 1;
    const together = inside;
    await new Promise((resolve) => setTimeout(resolve, 2));
    inside -= 1;
    await lock.release();
    return together;
  };
  const together = await Promise.all(Array.from({ length: 40 }, visit));
  expect(visits).toBe(40);
  expect(Math.max(...together)).toBe(1);
  expect(await readdir(join(asked.place.dir, '.sdn'))).toHaveLength(1);
});
