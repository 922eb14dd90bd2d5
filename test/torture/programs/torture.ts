import { spawn } from 'node:child_process';
import { lstatSync } from 'node:fs';
import { cp, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { checkWholeness } from '../../../src/install/wholeness/wholeness.ts';
import { askTiny, emptyFolder } from '../../fixtures/environments/tiny.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
/** Inside the checkout, so that the bundle finds `templates/`; in a folder that git never sees. */
const BUNDLES = join(ROOT, 'node_modules', '.cache', 'sdn-torture');

/** A command line under torture. The real `sdn` fits in here as the test's own worker does. */
export type Program = (...args: readonly string[]) => readonly string[];

/** The built command line. */
export const BIN = join(ROOT, 'bin', 'run.js');

/** The worker of these tests, bundled, because a round is a few hundred starts of it. */
export async function workerProgram(): Promise<Program> {
  return dieAtProgram(await bundled('worker'));
}

/** Any program, prepared to be killed before a change to the disk. */
export async function dieAtProgram(file: string): Promise<Program> {
  const preload = await bundled('die-at');
  return (...args) => ['--import', preload, file, ...args];
}

async function bundled(name: string): Promise<string> {
  const file = join(BUNDLES, String(process.pid), `${name}.mjs`);
  const input = join(ROOT, 'test', 'torture', 'programs', `${name}.ts`);
  const build = await rolldown({ input, platform: 'node', logLevel: 'silent' });
  await build.write({ file, format: 'esm', codeSplitting: false });
  return file;
}

export async function removeBundles(): Promise<void> {
  await rm(join(BUNDLES, String(process.pid)), { recursive: true, force: true });
}

export type Ending = {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stderr: string;
};
type Wishes = {
  readonly env?: Readonly<Record<string, string>>;
  /** Kill it after so many milliseconds, with its children unless `aim` says otherwise. */
  readonly killAfterMs?: number;
  readonly aim?: 'group' | 'process';
  /** SIGKILL unless it says otherwise. */
  readonly signal?: NodeJS.Signals;
};

/** Runs a program to its end, or kills it and all its children on the way. */
export async function launch(args: readonly string[], wishes: Wishes = {}): Promise<Ending> {
  const env = { ...process.env, ...wishes.env };
  const child = spawn(process.execPath, [...args], {
    env,
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const done = Promise.withResolvers<Ending>();
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  child.on('close', (code, signal) => done.resolve({ code, signal, stderr }));
  const timer = setTimeout(() => kill(child.pid, wishes), wishes.killAfterMs ?? 120_000);
  return done.promise.finally(() => clearTimeout(timer));
}

function kill(pid: number | undefined, { aim, signal }: Wishes): void {
  try {
    if (pid !== undefined) process.kill(aim === 'process' ? pid : -pid, signal ?? 'SIGKILL');
  } catch {
    // It ended by itself a moment ago.
  }
}

/** The changes to the disk, by name, of a run that nobody kills. */
export async function changesOf(args: readonly string[]): Promise<readonly string[]> {
  const file = join(await emptyFolder(), 'count');
  const { code, stderr } = await launch(args, { env: { COUNT_TO: file } });
  if (code !== 0) throw new Error(`the run to be counted failed: ${stderr}`);
  return (await readFile(file, 'utf8')).split('\n');
}

/** The version of the environment, after trying import, console script and every file; `nothing`; or what is wrong. */
export async function stateAt(dir: string): Promise<string> {
  const venv = join(dir, 'venv');
  return steady(venv, async () => {
    try {
      const { whole } = await checkWholeness(venv);
      return whole ? askTiny(venv) : 'not whole';
    } catch (error) {
      return `broken: ${error instanceof Error ? error.message : String(error)}`;
    }
  });
}

/**
 * Asks an environment by several questions. A child that outlived a killed run may exchange it in between: each
 * environment for itself has to answer, so all are asked again. `nothing` where there is none.
 */
export async function steady(venv: string, ask: () => Promise<string>): Promise<string> {
  for (;;) {
    const before = lstatSync(venv, { throwIfNoEntry: false })?.ino;
    const answer = before === undefined ? 'nothing' : await ask();
    if (lstatSync(venv, { throwIfNoEntry: false })?.ino === before) return answer;
  }
}

/** What stands in the folder beside the environment and the last generation of its lock. */
export async function tracesIn(dir: string): Promise<readonly string[]> {
  const state = await readdir(join(dir, '.sdn')).catch(() => []);
  const beside = (await readdir(dir)).filter((name) => !['.sdn', 'venv', 'sdn.lock'].includes(name));
  const locks = state.filter((name) => /^venv\.lock\.\d+$/.test(name));
  return [...beside, ...state.filter((name) => !locks.includes(name)), ...locks.slice(1)];
}

/** Repeatable chance (mulberry32). The seed is printed, so that a failure can be had again. */
export const SEED = Number(process.env.SDN_TORTURE_SEED ?? 20261123);
export function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Works through `items`, two at a time. */
export async function inPairs<Item>(
  items: readonly Item[],
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const rest = [...items];
  const line = async () => {
    for (let item = rest.shift(); item !== undefined; item = rest.shift()) await work(item);
  };
  await Promise.all([line(), line()]);
}

/** A folder whose environment is of version `before`, or a folder without one. */
export async function prepared(program: Program, before: string | null): Promise<string> {
  const dir = await emptyFolder('sdn-torture-');
  if (before !== null) await launch(program(dir, 'replace', before));
  return dir;
}

/** A copy of such a folder, to be tormented. */
export async function copyOf(model: string): Promise<string> {
  const dir = await emptyFolder('sdn-torture-');
  await cp(model, dir, { recursive: true, verbatimSymlinks: true });
  return dir;
}

/** The counts, for whoever reads the log of a test run. */
export function report(what: string, done: string, failures: readonly string[]): void {
  process.stdout.write(
    `torture: ${what}: ${done}, ${failures.length} failures${failures.map((each) => `\n  ${each}`).join('')}\n`,
  );
}
