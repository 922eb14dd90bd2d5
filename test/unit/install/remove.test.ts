import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { placeOf } from '../../../src/install/environment/place.ts';
import { removalPlan } from '../../../src/install/removal/removal-plan.ts';
import { previewRemoval, removeEnvironment } from '../../../src/install/removal/remove.ts';
import { replaceEnvironment } from '../../../src/install/transaction/transaction.ts';
import { buildTiny, emptyFolder, machine } from '../../fixtures/environments/tiny.ts';

const system = machine();

async function removal(venv?: string) {
  const dir = await emptyFolder('sdn remove ü-');
  const place = placeOf({ dir, venv: venv === undefined ? undefined : join(dir, venv) }, { cwd: '/' });
  return { place, system, command: 'sdn clean-venv', waitMs: 0 };
}

test('an environment goes, everything beside it stays', async () => {
  const asked = await removal();
  const { dir, venv } = asked.place;
  await buildTiny(venv, '1.0');
  await mkdir(join(dir, 'models'));
  const preview = await previewRemoval(asked.place, system);
  if (preview === null) throw new Error('nothing there');
  expect(preview).toMatchObject({ stays: ['models'], environment: { kind: 'foreign' } });
  expect(
    removalPlan(preview)
      .steps.map(({ detail }) => detail)
      .join('\n'),
  ).toMatch(/venv: [\d.]+ kB in \d+ files; not made by sdn but by python -m venv\nAll else: models/);
  await removeEnvironment(asked, preview);
  expect((await readdir(dir)).sort()).toEqual(['.sdn', 'models']);
});

test('a folder without an environment is nothing to remove', async () => {
  expect(await previewRemoval((await removal()).place, system)).toBeNull();
  expect(await previewRemoval(placeOf({ dir: '/nowhere/at/all' }, { cwd: '/' }), system)).toBeNull();
});

test.each([
  ['the root folder', '/', '/'],
  ['the parent of everything here', '/', '/tmp'],
  ['the home folder', dirname(system.home), system.home],
])('%s is never removed', async (_, dir, venv) => {
  const refusal = { kind: 'refused' };
  await expect(previewRemoval({ dir, venv }, system)).rejects.toMatchObject(refusal);
});

test('the checkout itself is not removed, even with an environment made right in it', async () => {
  const { place } = await removal();
  await buildTiny(place.dir, '1.0');
  await expect(previewRemoval({ dir: dirname(place.dir), venv: place.dir }, system)).resolves.not.toBeNull();
  await writeFile(join(place.dir, 'webui.sh'), '');
  const asRoot = { dir: dirname(place.dir), venv: place.dir };
  await expect(previewRemoval(asRoot, system)).rejects.toMatchObject({
    code: 'not-an-environment',
    message: expect.stringContaining('webui.sh'),
  });
  const itself = { dir: place.dir, venv: place.dir };
  await expect(previewRemoval(itself, system)).rejects.toMatchObject({ code: 'holds-more' });
});

test('a folder that only looks like an environment is refused', async () => {
  const { place } = await removal();
  await mkdir(join(place.venv, 'bin'), { recursive: true });
  await writeFile(join(place.venv, 'bin', 'activate'), '');
  await expect(previewRemoval(place, system)).rejects.toMatchObject({ code: 'not-an-environment' });
});

test('what lies outside --dir, also by `..` or by a link on the way, is refused', async () => {
  const asked = await removal();
  const other = await removal();
  await buildTiny(other.place.venv, '1.0');
  const { dir } = asked.place;
  await symlink(other.place.dir, join(dir, 'way'));
  for (const venv of [other.place.venv, join(dir, 'way', 'venv'), join(dir, relative(dir, other.place.venv))])
    await expect(previewRemoval({ dir, venv }, system)).rejects.toMatchObject({ code: 'outside-dir' });
  expect(existsSync(other.place.venv)).toBe(true);
});

test('a link in place of the environment is refused, and the command for it is given', async () => {
  const asked = await removal();
  const target = join(asked.place.dir, 'elsewhere');
  await buildTiny(target, '1.0');
  await symlink(target, asked.place.venv);
  await expect(previewRemoval(asked.place, system)).rejects.toMatchObject({
    code: 'link',
    fix: [`rm '${asked.place.venv}'`],
  });
});

test('what was shown is what is removed: another environment there by then is not', async () => {
  const asked = await removal();
  await buildTiny(asked.place.venv, '1.0');
  const preview = await previewRemoval(asked.place, system);
  if (preview === null) throw new Error('nothing there');
  await rename(asked.place.venv, join(asked.place.dir, 'kept'));
  await buildTiny(asked.place.venv, '2.0');
  await expect(removeEnvironment(asked, preview)).rejects.toMatchObject({ code: 'changed-meanwhile' });
  expect(existsSync(asked.place.venv)).toBe(true);
});

test('a link swapped in after the agreement is not followed', async () => {
  const asked = await removal();
  const victim = join(asked.place.dir, 'victim');
  await buildTiny(asked.place.venv, '1.0');
  const preview = await previewRemoval(asked.place, system);
  if (preview === null) throw new Error('nothing there');
  await rename(asked.place.venv, victim);
  await symlink(victim, asked.place.venv);
  await expect(removeEnvironment(asked, preview)).rejects.toMatchObject({ kind: 'refused' });
  expect(existsSync(join(victim, 'pyvenv.cfg'))).toBe(true);
});

const WAYS = [
  ['its program named in full', (venv: string) => ({ file: join(venv, 'bin', 'python'), cwd: '/', env: {} })],
  [
    'its program named from beside it',
    (venv: string) => ({ file: './venv/bin/python', cwd: dirname(venv), env: {} }),
  ],
  [
    'the activated environment',
    (venv: string) => ({
      file: 'python',
      cwd: '/',
      env: { VIRTUAL_ENV: venv, PATH: `${join(venv, 'bin')}:/usr/bin:/bin` },
    }),
  ],
  ['its current folder', (venv: string) => ({ file: 'sleep', cwd: venv, env: { PATH: '/usr/bin:/bin' } })],
] as const;

test.each(WAYS)('a process that runs from the environment is named: %s', async (_, way) => {
  const asked = await removal();
  await buildTiny(asked.place.venv, '1.0');
  const { file, cwd, env } = way(asked.place.venv);
  const args = file === 'sleep' ? ['60'] : ['-c', 'print("up", flush=True); import time; time.sleep(60)'];
  const child = spawn(file, args, { cwd, env: { ...env } });
  await (file === 'sleep' ? once(child, 'spawn') : once(child.stdout, 'data'));
  const refusal = { code: 'environment-in-use', message: expect.stringContaining(`process ${child.pid}:`) };
  await expect(previewRemoval(asked.place, system)).rejects.toMatchObject(refusal);
  const replacing = {
    place: asked.place,
    system,
    emit: () => undefined,
    command: 'sdn reinstall',
    waitMs: 0,
    build: (stage: string) => buildTiny(stage, '2.0'),
    prove: async () => undefined,
    check: async () => undefined,
  };
  await expect(replaceEnvironment(replacing)).rejects.toMatchObject(refusal);
  child.kill('SIGKILL');
  await once(child, 'close');
  expect(await previewRemoval(asked.place, system)).not.toBeNull();
  await rm(asked.place.dir, { recursive: true });
});
