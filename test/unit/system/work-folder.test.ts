import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { thisMachine } from '../../../src/system/this-machine.ts';
import { withWorkFolder, workFolder } from '../../../src/system/work-folder.ts';

function machine() {
  const cache = mkdtempSync(join(tmpdir(), 'sdn-work-'));
  const system = thisMachine(new AbortController().signal);
  return { ...system, directories: { ...system.directories, cache } };
}

/** The folder of a run whose process has ended without clearing up. */
async function killedRun(system: ReturnType<typeof machine>): Promise<string> {
  const gone = execFileSync(process.execPath, ['-p', 'process.pid'], { encoding: 'utf8' }).trim();
  const own = await workFolder('resolve', system);
  const abandoned = own.replace(`-${process.pid}-`, `-${gone}-`);
  execFileSync('cp', ['-r', own, abandoned]);
  writeFileSync(join(abandoned, 'half.txt'), '');
  return abandoned;
}

test('the folder goes with its work, also when that fails', async () => {
  const system = machine();
  const failing = withWorkFolder('proof', system, async (folder) => {
    writeFileSync(join(folder, 'a'), '');
    throw new Error(folder);
  });
  const folder = await failing.catch((error: Error) => error.message);
  expect(folder).toContain(join(system.directories.cache, 'work', 'proof-'));
  expect(existsSync(folder)).toBe(false);
});

test('what a killed run left goes when the next one starts; what a living one uses stays', async () => {
  const system = machine();
  const abandoned = await killedRun(system);
  const living = await workFolder('resolve', system);
  await workFolder('proof', system);
  expect(existsSync(abandoned)).toBe(false);
  expect(existsSync(living)).toBe(true);
});

test('a folder of another host stays for a week; a file that is none of sdn stays for ever', async () => {
  const system = machine();
  const parent = dirname(await workFolder('proof', system));
  const [fresh, old] = ['resolve-0123abcd-12-abcdef', 'resolve-0123abcd-13-abcdef'].map((name) =>
    join(parent, name),
  );
  for (const path of [fresh, old, join(parent, 'notes.txt')]) writeFileSync(path ?? '', '');
  const longAgo = new Date(Date.now() - 8 * 24 * 60 * 60 * 1000);
  utimesSync(old ?? '', longAgo, longAgo);
  utimesSync(join(parent, 'notes.txt'), longAgo, longAgo);
  await workFolder('proof', system);
  const names = readdirSync(parent).filter((name) => !name.includes(`-${process.pid}-`));
  expect(names.sort()).toEqual(['notes.txt', basename(fresh ?? '')]);
});

test('where the cache cannot be written the temporary folder serves', async () => {
  const system = machine();
  const file = join(system.directories.cache, 'file');
  writeFileSync(file, '');
  const blocked = { ...system, directories: { ...system.directories, cache: join(file, 'cache') } };
  expect(dirname(await workFolder('proof', blocked))).toBe(tmpdir());
});
