import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type Program,
  prepared,
  removeBundles,
  stateAt,
  tracesIn,
  workerProgram,
} from './programs/torture.ts';

const STUBBORN = fileURLToPath(new URL('./programs/stubborn.sh', import.meta.url));
let program: Program;
beforeAll(async () => {
  program = await workerProgram();
});
afterAll(removeBundles);

const CASES = [
  { name: 'SIGINT', signals: ['SIGINT'], target: 'process', code: 130 },
  { name: 'SIGTERM', signals: ['SIGTERM'], target: 'process', code: 143 },
  { name: 'SIGHUP', signals: ['SIGHUP'], target: 'process', code: 143 },
  { name: 'Ctrl-C on a terminal', signals: ['SIGINT'], target: 'group', code: 130 },
  {
    name: 'Ctrl-C four times',
    signals: ['SIGINT', 'SIGINT', 'SIGINT', 'SIGINT'],
    target: 'group',
    code: 130,
  },
  { name: 'a closed window after Ctrl-C', signals: ['SIGINT', 'SIGHUP'], target: 'group', code: 130 },
] as const;

test.each(CASES)(
  '$name ends children that refuse to end, and rolls back',
  async ({ name, signals, target, code }) => {
    const dir = await prepared(program, '1.0');
    const args = program(dir, 'stubborn', STUBBORN);
    const child = spawn(process.execPath, args, { detached: true, stdio: 'ignore' });
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    await busy(dir);
    const { pid = 0 } = child;
    const started = performance.now();
    for (const signal of signals) {
      process.kill(target === 'group' ? -pid : pid, signal);
      await pause(150);
    }
    const exit = await ended;
    process.stdout.write(`torture: ${name}: over after ${Math.round(performance.now() - started)} ms\n`);
    expect(exit).toBe(code);
    expect(await living(dir)).toEqual([]);
    expect(await stateAt(dir)).toBe('1.0');
    await rm(join(dir, '.pids'));
    expect(await tracesIn(dir)).toEqual([]);
  },
);

/** Waits until the program, its child and its grandchild run. */
async function busy(dir: string): Promise<void> {
  while ((await pids(dir)).length < 3) await pause(20);
}

async function pids(dir: string): Promise<readonly number[]> {
  const text = await readFile(join(dir, '.pids'), 'utf8').catch(() => '');
  return text.trim().split('\n').filter(Boolean).map(Number);
}

async function living(dir: string): Promise<readonly number[]> {
  const states = (await pids(dir)).map((pid) => ({ pid, stat: statOf(pid) }));
  return states.filter(({ stat }) => stat !== null && !stat.includes(') Z ')).map(({ pid }) => pid);
}

function statOf(pid: number): string | null {
  return existsSync(`/proc/${pid}/stat`) ? readFileSync(`/proc/${pid}/stat`, 'utf8') : null;
}
