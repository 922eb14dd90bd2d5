// One run on one environment, as a program of its own so that it can be killed:
//   worker.ts DIR replace VERSION [exchange|renames|orphan] [WAIT_MS] | remove | recover | stubborn PROGRAM
// `orphan`: killed by the child that is to exchange. It names no path, and acts once the stage is being removed.
// `stubborn` builds with a program that ignores every polite signal and has children that do the same.
// Exit codes are those of sdn; a failure is one line on stderr.
import { mkdirSync, writeFileSync } from 'node:fs';
import { mkdir, rmdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { EXIT } from '../../../src/cli/exit-codes.ts';
import { listenForStop } from '../../../src/cli/stop-signals.ts';
import { Failure } from '../../../src/findings/failure.ts';
import type { Manifest } from '../../../src/install/environment/manifest.ts';
import { type Place, placeOf } from '../../../src/install/environment/place.ts';
import { cleanUp, previewRemoval, removeEnvironment } from '../../../src/install/removal/remove.ts';
import { replaceEnvironment } from '../../../src/install/transaction/transaction.ts';
import type { Command } from '../../../src/system/run.ts';
import type { System } from '../../../src/system/system.ts';
import { askTiny, buildTiny, machine } from '../../fixtures/environments/tiny.ts';

const [dir = '', task = '', version = '', method = 'exchange', waitMs = '0'] = process.argv.slice(2);
const stop = listenForStop();
const ORPHAN =
  'kill -9 $PPID; while [ -e "$STAGE/pyvenv.cfg" ]; do :; done; exec "$PYTHON" -I -S "$EXCHANGE" "$STAGE" "$VENV"';

function system(): System {
  const real = machine({ signal: stop.signal });
  const { [method]: other } = OTHER_WAYS;
  if (other === undefined) return real;
  return machine({
    signal: stop.signal,
    run: (command) =>
      real.run(command.args.some((arg) => basename(arg) === 'exchange.py') ? other(command) : command),
  });
}

/** What becomes of the exchange. */
const OTHER_WAYS: Readonly<Record<string, (command: Command) => Command>> = {
  renames: (command) => ({ ...command, args: ['-c', 'raise SystemExit(3)'] }),
  orphan: ({ file, args, ...command }) => ({
    ...command,
    file: '/bin/sh',
    args: ['-c', ORPHAN],
    env: { PYTHON: file, EXCHANGE: args.at(-3) ?? '', STAGE: args.at(-2) ?? '', VENV: args.at(-1) ?? '' },
  }),
};

async function replace(place: Place): Promise<void> {
  await replaceEnvironment({
    place,
    system: system(),
    emit: () => undefined,
    command: `worker replace ${version}`,
    lockDocument: `lock of ${version}\n`,
    waitMs: Number(waitMs),
    build: (stage) => (task === 'stubborn' ? stubborn(stage) : alone(() => built(stage))),
    prove: async (stage) => {
      askTiny(stage);
      return undefined;
    },
    check: async (venv) => void askTiny(venv),
  });
}

/** With FILL, so many files more, so that its removal takes a while. */
async function built(stage: string): Promise<Manifest> {
  const made = await buildTiny(stage, version);
  for (let index = 0; index < Number(process.env.FILL ?? 0); index += 1) {
    if (index % 100 === 0) mkdirSync(join(stage, 'share', String(index)), { recursive: true });
    writeFileSync(join(stage, 'share', String(index - (index % 100)), `fill-${index}`), '');
  }
  return made;
}

/** Witnesses that nobody else is inside: the folder can be made only once. */
async function alone<Result>(build: () => Promise<Result>): Promise<Result> {
  const inside = join(dir, '.inside');
  if (process.env.CROWD === undefined) return build();
  await mkdir(inside);
  const result = await build();
  await rmdir(inside);
  return result;
}

async function stubborn(stage: string): Promise<Manifest> {
  const { signal, run } = system();
  const outcome = await run({ file: '/bin/sh', args: [version, stage], timeoutMs: 600_000, env: {}, signal });
  if (outcome.status === 'exited') return buildTiny(stage, '9.9');
  throw new Failure({ kind: 'childFailed', code: 'child-ended', found: outcome.status });
}

async function work(): Promise<void> {
  const place = placeOf({ dir }, { cwd: process.cwd() });
  const removal = { place, system: system(), command: `worker ${task}`, waitMs: Number(waitMs) };
  if (task === 'replace' || task === 'stubborn') return replace(place);
  await cleanUp(removal);
  if (task !== 'remove') return;
  const preview = await previewRemoval(place, removal.system);
  if (preview !== null) await removeEnvironment(removal, preview);
}

try {
  await work();
} catch (error) {
  const text = error instanceof Error ? error.stack : String(error);
  process.stderr.write(error instanceof Failure ? `${error.code}: ${error.message}\n` : `${text}\n`);
  process.exitCode = stop.exitCode() ?? (error instanceof Failure ? EXIT[error.kind] : EXIT.bug);
}
