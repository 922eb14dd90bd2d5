import { rm } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  copyOf,
  launch,
  type Program,
  prepared,
  removeBundles,
  report,
  stateAt,
  tracesIn,
  workerProgram,
} from './programs/torture.ts';

const WRITER = fileURLToPath(new URL('./programs/orphan.sh', import.meta.url));
const ROUNDS = 5;
/** Longer than either child lives once it acts. */
const ALL_OVER_MS = 1_000;

let program: Program;
let model: string;
beforeAll(async () => {
  program = await workerProgram();
  model = await prepared(program, '1.0');
});
afterAll(removeBundles);

/** The children are in process groups of their own: whoever kills sdn with all its group does not reach them. */
const CHILDREN = [
  {
    name: 'the child that exchanges, while the stage is being removed',
    args: ['replace', '2.0', 'orphan'],
    // So many files that their removal is still under way when the child acts.
    env: { FILL: '6000' },
  },
  { name: 'an installer that goes on writing', args: ['stubborn', WRITER], env: {} },
] as const;

test.each(CHILDREN)(
  'orphaned by a kill: $name takes nothing away and leaves nothing',
  async ({ name, ...run }) => {
    const failures: string[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const dir = await copyOf(model);
      const { signal } = await launch(program(dir, ...run.args), { env: run.env });
      const { code, stderr } = await launch(program(dir, 'recover'));
      await pause(ALL_OVER_MS);
      const [state, traces] = [await stateAt(dir), await tracesIn(dir)];
      if (signal !== 'SIGKILL') failures.push(`round ${round}: was not killed`);
      if (code !== 0) failures.push(`round ${round}: ended with ${code}: ${stderr}`);
      if (state !== '1.0') failures.push(`round ${round}: ${state} in the end`);
      if (traces.length > 0) failures.push(`round ${round}: left ${traces.join(', ')}`);
      await rm(dir, { recursive: true, force: true });
    }
    report(`orphaned by a kill: ${name}`, `${ROUNDS} kills`, failures);
    expect(failures).toEqual([]);
  },
);
