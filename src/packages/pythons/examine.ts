import { tmpdir } from 'node:os';
import * as v from 'valibot';
import { childEnv } from '../../system/child-env.ts';
import type { OutcomeStatus } from '../../system/run.ts';
import type { System } from '../../system/system.ts';
import { templatePath } from '../../system/templates.ts';
import type { BrokenInterpreter, Interpreter } from './interpreter.ts';

const Answer = v.object({
  version: v.pipe(v.string(), v.regex(/^\d+\.\d+\.\d+/)),
  implementation: v.string(),
  machine: v.string(),
  bits: v.number(),
  executable: v.string(),
  base: v.string(),
  freeThreaded: v.boolean(),
  libc: v.nullable(v.tuple([v.string(), v.string()])),
  macos: v.nullable(v.string()),
});

const START_LIMIT_MS = 10_000;

const NOT_STARTED: Readonly<Record<Exclude<OutcomeStatus, 'exited'>, string>> = {
  signalled: 'it crashed when it was started',
  timeout: `it did not answer within ${START_LIMIT_MS / 1_000} seconds`,
  absent: 'there is no such program',
  denied: 'it may not be started',
  cancelled: 'it was cancelled',
  overflow: 'it did not answer as a Python does',
};

/** Starts the Python at `path` and lets it say what it is. A Python that does not start is an answer too. */
export async function examineInterpreter(
  path: string,
  system: System,
): Promise<Interpreter | BrokenInterpreter> {
  const outcome = await system.run({
    file: path,
    args: ['-I', '-S', '-X', 'utf8', templatePath('probes', 'interpreter.py')],
    env: childEnv(system),
    cwd: tmpdir(),
    timeoutMs: START_LIMIT_MS,
    maxOutputBytes: 64 * 1024,
    signal: system.signal,
  });
  if (outcome.status !== 'exited') return { path, reason: NOT_STARTED[outcome.status] };
  if (outcome.exitCode !== 0)
    return { path, reason: lastLine(outcome.stderr) || `it ended with ${outcome.exitCode}` };
  return parseAnswer(path, outcome.stdout);
}

/** What an interpreter said about itself; anything unexpected makes it a broken one. */
function parseAnswer(path: string, stdout: string): Interpreter | BrokenInterpreter {
  try {
    const answer = v.parse(Answer, JSON.parse(stdout.trim().split('\n').at(-1) ?? ''));
    const { version, implementation, freeThreaded, libc, macos, base } = answer;
    return { path, base, version, implementation, arch: archOf(answer), freeThreaded, libc, macos };
  } catch {
    return { path, reason: 'it did not answer as a Python does' };
  }
}

function archOf({ machine, bits }: { machine: string; bits: number }): string {
  if (/^(arm64|aarch64)$/i.test(machine)) return 'arm64';
  if (/^(x86_64|amd64|i.86|x86)$/i.test(machine)) return bits === 64 ? 'x64' : 'ia32';
  return machine.toLowerCase();
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.trim() ?? '';
}
