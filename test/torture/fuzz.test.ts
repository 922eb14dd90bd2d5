import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Failure } from '../../src/findings/failure.ts';
import { examineEnvironment } from '../../src/install/environment/environment.ts';
import { newRunId, oldPath, type Place, placeOf, stagePath } from '../../src/install/environment/place.ts';
import { acquireLock, lockHolder } from '../../src/install/lock/lock.ts';
import { interruptedRun } from '../../src/install/transaction/interrupted-run.ts';
import { recover } from '../../src/install/transaction/recovery.ts';
import { checkWholeness } from '../../src/install/wholeness/wholeness.ts';
import { askTiny, buildTiny, emptyFolder, machine } from '../fixtures/environments/tiny.ts';
import { chance, report, SEED } from './programs/torture.ts';

const ROUNDS = 400;
const system = machine();
let place: Place;
beforeAll(async () => {
  place = placeOf({ dir: await emptyFolder('sdn-fuzz-') }, { cwd: '/' });
  await buildTiny(place.venv, '1.0');
});
afterAll(() => rm(place.dir, { recursive: true }));

type Random = () => number;

test('a damaged journal never costs the environment', async () => {
  const random = chance(SEED + 3);
  const failures = await rounds(async (round) => {
    const id = newRunId(place);
    const phase = pick(['building', 'swapping', 'committed', 'removing'], random);
    const journal = {
      schema: 'sdn.journal/1',
      id,
      phase,
      had: random() < 0.7,
      command: 'sdn install',
      at: 'noon',
    };
    await mkdir(join(place.dir, '.sdn'), { recursive: true });
    await mkdir(stagePath(place, id));
    if (round % 2 === 0) await mkdir(join(oldPath(place, id), 'lib'), { recursive: true });
    await writeFile(join(place.dir, '.sdn', 'venv.journal.json'), mutated(JSON.stringify(journal), random));
    await interruptedRun(place, system);
    await recover({ place, system });
  });
  report('fuzz of the journal', `${ROUNDS} rounds, seed ${SEED + 3}`, failures);
  expect(failures).toEqual([]);
});

test('a damaged lock never hangs and never breaks', async () => {
  const random = chance(SEED + 4);
  const lock = await acquireLock({ place, system, command: 'sdn install', waitMs: 0 });
  const path = join(place.dir, '.sdn', (await readdir(join(place.dir, '.sdn')))[0] ?? '');
  const valid = await readFile(path, 'utf8');
  await lock.release();
  const failures = await rounds(async () => {
    await rm(join(place.dir, '.sdn'), { recursive: true });
    await mkdir(join(place.dir, '.sdn'));
    const number = pick(['1', '7', '999999999', '0', '-1', '1e3', 'x'], random);
    await writeFile(join(place.dir, '.sdn', `venv.lock.${number}`), mutated(valid, random));
    await lockHolder(place, system);
    const taken = await acquireLock({ place, system, command: 'sdn install', waitMs: 0 });
    await taken.release();
  });
  report('fuzz of the lock', `${ROUNDS} rounds, seed ${SEED + 4}`, failures);
  expect(failures).toEqual([]);
});

test('a damaged manifest, pyvenv.cfg or RECORD is seen and breaks nothing', async () => {
  const random = chance(SEED + 5);
  const [python = ''] = await readdir(join(place.venv, 'lib'));
  const targets = [
    join(place.venv, 'sdn-environment.json'),
    join(place.venv, 'pyvenv.cfg'),
    join(place.venv, 'lib', python, 'site-packages', 'tiny-1.0.dist-info', 'RECORD'),
  ];
  await writeFile(targets[0] ?? '', '{"schema":"sdn.environment/1","variant":"cpu"}');
  const failures = await rounds(async () => {
    const target = pick(targets, random);
    const valid = await readFile(target, 'utf8');
    await writeFile(target, mutated(valid, random));
    await examineEnvironment(place.venv);
    await checkWholeness(place.venv);
    await writeFile(target, valid);
  });
  await rm(targets[0] ?? '');
  report('fuzz of the environment’s own files', `${ROUNDS} rounds, seed ${SEED + 5}`, failures);
  expect(failures).toEqual([]);
});

/** Runs the rounds; a Failure is an answer, anything else thrown is a bug, and the environment has to stay. */
async function rounds(round: (index: number) => Promise<void>): Promise<readonly string[]> {
  const failures: string[] = [];
  for (let index = 0; index < ROUNDS; index += 1) {
    try {
      await round(index);
    } catch (error) {
      if (!(error instanceof Failure)) failures.push(`round ${index}: ${error}`);
    }
    if (index % 50 === 0 && askTiny(place.venv) !== '1.0')
      failures.push(`round ${index}: the environment is gone`);
    await sweep();
  }
  return failures;
}

/** What a refused recovery (a journal of a newer sdn) leaves is no business of the next round. */
async function sweep(): Promise<void> {
  const names = (await readdir(place.dir)).filter((name) => name.startsWith('.venv-'));
  await Promise.all(names.map((name) => rm(join(place.dir, name), { recursive: true })));
}

/** Text with a few bytes cut, doubled, flipped or put in; now and then something else entirely. */
function mutated(text: string, random: Random): Buffer {
  const bytes = [...Buffer.from(text)];
  if (random() < 0.05)
    return Buffer.from(pick(['', '{}', '[]', 'null', '"x"', '\0\0\0', '{"schema":1e999}'], random));
  const times = 1 + Math.floor(random() * 4);
  for (let time = 0; time < times; time += 1) {
    const at = Math.floor(random() * bytes.length);
    const length = Math.floor(random() * 8);
    const change = pick(['cut', 'flip', 'insert', 'truncate'], random);
    if (change === 'cut') bytes.splice(at, length);
    else if (change === 'flip') bytes[at] = (bytes[at] ?? 0) ^ (1 << Math.floor(random() * 8));
    else if (change === 'insert')
      bytes.splice(at, 0, ...bytes.slice(at, at + length), Math.floor(random() * 256));
    else if (random() < 0.3) bytes.length = at;
  }
  return Buffer.from(bytes);
}

function pick<Item>(items: readonly [Item, ...Item[]] | readonly Item[], random: Random): Item {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error('nothing to pick from');
  return item;
}
