import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  chance,
  changesOf,
  copyOf,
  inPairs,
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

/**
 * A run, killed before each Nth change that it makes to the disk. `allowed`: what may stand at the path right
 * after the kill; `last`: what may stand there once one more command has run.
 */
type Scenario = {
  readonly name: string;
  readonly before: string | null;
  readonly args: readonly string[];
  readonly allowed: readonly string[];
  readonly last: readonly string[];
};

const OLD_OR_NEW = ['1.0', '2.0'];
const SCENARIOS: readonly Scenario[] = [
  {
    name: 'install',
    before: null,
    args: ['replace', '2.0'],
    allowed: ['nothing', '2.0'],
    last: ['nothing', '2.0'],
  },
  { name: 'reinstall', before: '1.0', args: ['replace', '2.0'], allowed: OLD_OR_NEW, last: OLD_OR_NEW },
  {
    name: 'reinstall by two renames',
    before: '1.0',
    args: ['replace', '2.0', 'renames'],
    // Without the exchange there is one instant between two renames; the next command ends it.
    allowed: [...OLD_OR_NEW, 'nothing'],
    last: OLD_OR_NEW,
  },
  {
    name: 'clean-venv',
    before: '1.0',
    args: ['remove'],
    allowed: ['1.0', 'nothing'],
    last: ['1.0', 'nothing'],
  },
];

/** Every change is an instant with SDN_TORTURE=full; else so many of each scenario, evenly spread. */
const INSTANTS = process.env.SDN_TORTURE === 'full' ? Number.POSITIVE_INFINITY : 60;
const RANDOM_KILLS = 40;

let program: Program;
beforeAll(async () => {
  program = await workerProgram();
});
afterAll(removeBundles);

test.each(SCENARIOS)(
  '$name, killed before every change to the disk, is whole and leaves no trace',
  async (scenario) => {
    const model = await prepared(program, scenario.before);
    const counted = await copyOf(model);
    const changes = await changesOf(program(counted, ...scenario.args));
    const instants = instantsOf(changes);
    const failures: string[] = [];
    await inPairs(instants, async (instant) => {
      const dir = await copyOf(model);
      const { signal } = await launch(program(dir, ...scenario.args), { env: { DIE_AT: String(instant) } });
      const wrong = [
        ...(signal === 'SIGKILL' ? [] : ['was not killed']),
        ...(await judge(dir, scenario, instant)),
      ];
      if (wrong.length > 0) failures.push(`before change ${instant}: ${wrong.join('; ')}`);
      await rm(dir, { recursive: true, force: true });
    });
    report(scenario.name, `${instants.length} kills of ${changes.length} instants`, failures);
    expect(failures).toEqual([]);
  },
);

test('killed at random times with all their children, runs leave whole environments', async () => {
  const random = chance(SEED);
  const failures: string[] = [];
  let killed = 0;
  const rounds = Array.from({ length: RANDOM_KILLS }, (_, index) => ({
    scenario: SCENARIOS[index % SCENARIOS.length] ?? SCENARIOS[0],
    afterMs: Math.round(random() * 1_000),
  }));
  const models = new Map<string, string>();
  for (const scenario of SCENARIOS) models.set(scenario.name, await prepared(program, scenario.before));
  await inPairs(rounds, async ({ scenario, afterMs }) => {
    if (scenario === undefined) return;
    const dir = await copyOf(models.get(scenario.name) ?? '');
    const { signal } = await launch(program(dir, ...scenario.args), { killAfterMs: afterMs });
    if (signal === 'SIGKILL') killed += 1;
    const wrong = await judge(dir, scenario, afterMs);
    if (wrong.length > 0) failures.push(`${scenario.name} after ${afterMs} ms: ${wrong.join('; ')}`);
    await rm(dir, { recursive: true, force: true });
  });
  report('random times', `${killed} kills in ${RANDOM_KILLS} rounds, seed ${SEED}`, failures);
  expect(failures).toEqual([]);
});

test('a recovery that is killed itself is gone on with by the next', async () => {
  const [, , scenario] = SCENARIOS;
  if (scenario === undefined) return;
  const model = await prepared(program, scenario.before);
  const changes = await changesOf(program(await copyOf(model), ...scenario.args));
  const random = chance(SEED + 1);
  const failures: string[] = [];
  const rounds = Array.from({ length: 26 }, () =>
    [1 + random() * changes.length, 1 + random() * 70].map(Math.floor),
  );
  await inPairs(rounds, async ([first = 1, second = 1]) => {
    const dir = await copyOf(model);
    await launch(program(dir, ...scenario.args), { env: { DIE_AT: String(first) } });
    await launch(program(dir, 'recover'), { env: { DIE_AT: String(second) } });
    const wrong = await judge(dir, scenario, 0);
    if (wrong.length > 0) failures.push(`at ${first}, then at ${second}: ${wrong.join('; ')}`);
    await rm(dir, { recursive: true, force: true });
  });
  report('recovery', `${rounds.length} kills of a recovery after a kill, seed ${SEED + 1}`, failures);
  expect(failures).toEqual([]);
});

/** Before and after every rename, which is where environments move; the others evenly spread. Counted from 1. */
function instantsOf(changes: readonly string[]): readonly number[] {
  const renames = changes.flatMap((name, index) => (name.startsWith('rename') ? [index + 1, index + 2] : []));
  const stride = Math.max(1, changes.length / Math.max(1, INSTANTS - renames.length));
  const spread = changes.map((_, index) => Math.floor(index * stride) + 1);
  const all = new Set([...renames, ...spread].filter((instant) => instant <= changes.length));
  return [...all].sort((one, other) => one - other);
}

/** What is wrong with the folder after a kill, and after the one more command that follows. */
async function judge(dir: string, { allowed, last }: Scenario, instant: number): Promise<readonly string[]> {
  const wrong: string[] = [];
  const after = await stateAt(dir);
  if (!allowed.includes(after)) wrong.push(`${after} after the kill`);
  const next = instant % 3 === 0 ? ['replace', '3.0'] : ['recover'];
  const { code, stderr } = await launch(program(dir, ...next));
  if (code !== 0) wrong.push(`${next.join(' ')} ended with ${code}: ${stderr}`);
  const end = await stateAt(dir);
  if (!(next[0] === 'replace' ? ['3.0'] : last).includes(end)) wrong.push(`${end} in the end`);
  const document = await readFile(join(dir, 'sdn.lock'), 'utf8').catch(() => 'none');
  if (end !== 'nothing' && document !== `lock of ${end}\n`)
    wrong.push(`${end} beside the ${document.trim()}`);
  const traces = await tracesIn(dir);
  if (traces.length > 0) wrong.push(`left ${traces.join(', ')}`);
  return wrong;
}
