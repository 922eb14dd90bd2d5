import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  chance,
  launch,
  type Program,
  prepared,
  removeBundles,
  report,
  SEED,
  stateAt,
  tracesIn,
  workerProgram,
} from './programs/torture.ts';

const CROWD = 20;
let program: Program;
beforeAll(async () => {
  program = await workerProgram();
});
afterAll(removeBundles);

const everyone = Array.from({ length: CROWD }, (_, index) => `${index + 1}.0`);
const env = { CROWD: '1' };

test('of twenty at once on one folder one works, and the others name a holder', async () => {
  const dir = await prepared(program, null);
  const endings = await Promise.all(
    everyone.map((version) => launch(program(dir, 'replace', version), { env })),
  );
  const codes = endings.map(({ code }) => code);
  const winners = everyone.filter((_, index) => codes[index] === 0);
  const wrong = endings.filter(
    ({ code, stderr }) => code !== 0 && !(code === 7 && /process \d+ on /.test(stderr)),
  );
  const state = await stateAt(dir);
  report(
    'crowd',
    `${CROWD} at once, ${winners.length} worked one after another`,
    wrong.map(({ stderr }) => stderr),
  );
  expect(wrong).toEqual([]);
  expect(winners).toContain(state);
  expect(await tracesIn(dir)).toEqual([]);
});

test('twenty that wait all get their turn, one at a time', async () => {
  const dir = await prepared(program, null);
  const endings = await Promise.all(
    everyone.map((version) => launch(program(dir, 'replace', version, 'exchange', '110000'), { env })),
  );
  const wrong = endings.filter(({ code }) => code !== 0);
  report(
    'crowd that waits',
    `${CROWD} at once`,
    wrong.map(({ stderr }) => stderr),
  );
  expect(wrong).toEqual([]);
  expect(everyone).toContain(await stateAt(dir));
  expect(await tracesIn(dir)).toEqual([]);
});

test('a crowd of which half is killed loses nothing', async () => {
  const random = chance(SEED + 2);
  const dir = await prepared(program, '99.0');
  const doomed = (index: number) => index % 2 === 1;
  const endings = await Promise.all(
    everyone.map((version, index) =>
      launch(program(dir, 'replace', version, 'exchange', '110000'), {
        killAfterMs: doomed(index) ? 500 + random() * 5_000 : 120_000,
      }),
    ),
  );
  const wrong = endings.filter(({ code }, index) => !doomed(index) && code !== 0);
  const killed = endings.filter(({ signal }) => signal === 'SIGKILL').length;
  await launch(program(dir, 'recover'));
  report(
    'crowd under fire',
    `${CROWD} at once, ${killed} killed`,
    wrong.map(({ stderr }) => stderr),
  );
  expect(wrong).toEqual([]);
  expect([...everyone, '99.0']).toContain(await stateAt(dir));
  expect(await tracesIn(dir)).toEqual([]);
});
