import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rename } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { type SwapMethod, swap } from '../../src/install/transaction/swap.ts';
import type { System } from '../../src/system/system.ts';
import { BASE_PYTHON, buildTiny, emptyFolder, machine } from '../fixtures/environments/tiny.ts';

const WATCHER = fileURLToPath(new URL('./programs/watch.py', import.meta.url));
const SWAPS = 100;
const Seen = v.object({ tries: v.number(), misses: v.number(), longest_us: v.number() });

test('while environments are exchanged, nobody ever finds none', async () => {
  const { methods, look, start } = await watched(machine(), SWAPS);
  tell('exchange', look, start);
  expect(methods).toEqual(new Set(['exchange']));
  expect(look.misses).toBe(0);
  expect(start.misses).toBe(0);
  expect(start.tries).toBeGreaterThan(0);
});

test('while they are renamed twice, the gap is measured, and the watcher does see it', async () => {
  const real = machine();
  const withoutExchange = machine({
    run: (command) =>
      real.run(
        command.args.some((arg) => basename(arg) === 'exchange.py')
          ? { ...command, args: ['-c', 'exit(3)'] }
          : command,
      ),
  });
  const { methods, look, start } = await watched(withoutExchange, SWAPS);
  tell('two renames', look, start);
  expect(methods).toEqual(new Set(['renames']));
});

async function watched(system: System, swaps: number) {
  const dir = await emptyFolder('sdn-window-');
  const [venv, incoming, outgoing] = [join(dir, 'venv'), join(dir, '.venv-in'), join(dir, '.venv-out')];
  await buildTiny(venv, '1.0');
  await buildTiny(incoming, '2.0');
  const watchers = [await watch(venv, 'look'), await watch(venv, 'start')] as const;
  const methods = new Set<SwapMethod>();
  for (let round = 0; round < swaps; round += 1) {
    methods.add(await swap({ incoming, venv, outgoing }, system));
    await rename(outgoing, incoming);
  }
  return { methods, look: await watchers[0](), start: await watchers[1]() };
}

/** Starts a watcher; what comes back ends it and returns what it has seen. */
async function watch(venv: string, how: 'look' | 'start') {
  const child = spawn(BASE_PYTHON, ['-I', WATCHER, venv, how, 'tiny'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return async () => {
    child.stdin.end('\n');
    const [line] = await once(child.stdout, 'data');
    return v.parse(Seen, JSON.parse(String(line)));
  };
}

function tell(what: string, look: v.InferOutput<typeof Seen>, start: v.InferOutput<typeof Seen>): void {
  process.stdout.write(
    `torture: swap window, ${what}: ${SWAPS} swaps, ${look.misses} of ${look.tries} looks and ` +
      `${start.misses} of ${start.tries} starts found none, longest gap ${look.longest_us} µs\n`,
  );
}
