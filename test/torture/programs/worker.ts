// One run on one environment, as a program of its own so that it can be killed:
//   worker.ts DIR replace VERSION [exchange|renames] [WAIT_MS] | remove | recover | stubborn PROGRAM
// `stubborn` builds with a program that ignores every polite signal and has children that do the same.
// Exit codes are those of sdn; a failure is one line on stderr.
import { mkdir, rmdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { EXIT } from '../../../src/cli/exit-codes.ts';
import { listenForStop } from '../../../src/cli/stop-signals.ts';
import { Failure } from '../../../src/findings/failure.ts';
import type { Manifest } from '../../../src/install/manifest.ts';
import { type Place, placeOf } from '../../../src/install/place.ts';
import { cleanUp, previewRemoval, removeEnvironment } from '../../../src/install/remove.ts';
import { replaceEnvironment } from '../../../src/install/transaction.ts';
import type { System } from '../../../src/system/system.ts';
import { askTiny, buildTiny, machine } from '../../fixtures/environments/tiny.ts';

const [dir = '', task = '', version = '', method = 'exchange', waitMs = '0'] = process.argv.slice(2);
const stop = listenForStop();

function system(): System {
  const real = machine({ signal: stop.signal });
  if (method === 'exchange') return real;
  const refuse = ['-c', 'raise SystemExit(3)'];
  return machine({
    signal: stop.signal,
    run: (command) =>
      real.run(
        command.args.some((arg) => basename(arg) === 'exchange.py') ? { ...command, args: refuse } : command,
      ),
  });
}

async function replace(place: Place): Promise<void> {
  await replaceEnvironment({
    place,
    system: system(),
    emit: () => undefined,
    command: `worker replace ${version}`,
    lockDocument: `lock of ${version}\n`,
    waitMs: Number(waitMs),
    build: (stage) => (task === 'stubborn' ? stubborn(stage) : alone(() => buildTiny(stage, version))),
    prove: async (stage) => {
      askTiny(stage);
      return undefined;
    },
    check: async (venv) => void askTiny(venv),
  });
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
