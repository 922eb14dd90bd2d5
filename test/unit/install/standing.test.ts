import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { standing } from '../../../src/install/environment/standing.ts';
import { writeManifest } from '../../../src/install/transaction/transaction-mark.ts';
import { siteFolders } from '../../../src/install/wholeness/wholeness.ts';
import { buildTiny, emptyFolder, manifest } from '../../fixtures/environments/tiny.ts';

type Named = Readonly<Record<string, string>>;

/** What an environment that holds `there` is to `install`, where its manifest says that `recorded` was installed. */
async function look(there: Named, recorded: Named) {
  const venv = join(await emptyFolder('sdn standing-'), 'venv');
  await buildTiny(venv, '1.0');
  const [site = ''] = await siteFolders(venv);
  for (const [name, version] of Object.entries(there)) {
    const info = `${name}-${version}.dist-info`;
    await mkdir(join(site, info));
    await writeFile(join(site, info, 'RECORD'), `${info}/RECORD,,\n`);
  }
  const installed = Object.entries(recorded).map(([name, version]) => ({ name, version, hash: null }));
  await writeManifest(venv, { ...manifest('1.0'), installed }, 'a'.repeat(16));
  const { kind, findings } = await standing(venv, 'cpu');
  return [kind, findings[0]?.found ?? ''];
}

test('the releases that SD.Next takes at its first start do not make an environment damaged', async () => {
  const [kind] = await look(
    { typing_extensions: '4.15.0', anyio: '4.14.2' },
    { 'typing-extensions': '4.16.0' },
  );
  expect(kind).toBe('healthy');
});

test('another torch does: it is another backend', async () => {
  const [kind, found] = await look({ torch: '2.12.1' }, { torch: '2.13.0+cpu' });
  expect([kind, found]).toEqual(['build', expect.stringContaining('torch 2.13.0+cpu is no longer there')]);
});

test('so does a package that is gone', async () => {
  const [kind, found] = await look({}, { numpy: '2.1.2' });
  expect([kind, found]).toEqual(['build', expect.stringContaining('numpy 2.1.2 is no longer there')]);
});
