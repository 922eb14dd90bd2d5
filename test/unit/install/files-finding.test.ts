import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { newRunId, placeOf, stagePath } from '../../../src/install/environment/place.ts';
import { writeManifest } from '../../../src/install/transaction/transaction-mark.ts';
import { environmentFindings } from '../../../src/install/wholeness/files-finding.ts';
import { buildTiny, emptyFolder, machine, manifest } from '../../fixtures/environments/tiny.ts';

async function scene() {
  const place = placeOf({ dir: await emptyFolder() }, { cwd: '/' });
  await buildTiny(place.venv, '1.0');
  await writeManifest(place.venv, manifest('1.0'), 'a'.repeat(16));
  return place;
}

test('a whole environment is one pass', async () => {
  expect(await environmentFindings(await scene(), machine())).toMatchObject([
    { id: 'packages.whole', status: 'pass' },
  ]);
});

test('an interrupted run and a missing file are told, with a command for this very place', async () => {
  const place = await scene();
  await mkdir(stagePath(place, newRunId(place)));
  const [python = ''] = await readdir(join(place.venv, 'lib'));
  await rm(join(place.venv, 'lib', python, 'site-packages', 'tiny', 'part0.py'));
  const command = `sdn install --use-cpu --dir ${place.dir}`;
  expect(await environmentFindings(place, machine())).toMatchObject([
    { id: 'packages.interrupted-run', status: 'warn', remedy: { commands: [command] } },
    {
      id: 'packages.whole',
      status: 'fail',
      found: expect.stringContaining('part0.py'),
      remedy: { commands: [command] },
    },
  ]);
});

test('where nothing stands, nothing is said', async () => {
  expect(await environmentFindings(placeOf({ dir: await emptyFolder() }, { cwd: '/' }), machine())).toEqual(
    [],
  );
});
