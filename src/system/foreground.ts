import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/** A program that takes over the terminal until it ends. */
export type Foreground = {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Where its output goes: to ours as it is, or all of it to stderr where stdout carries a document. */
  readonly output: 'inherit' | 'stderr';
};

/** `absent`: the program could not be started. */
export type Ended = { readonly exitCode: number } | { readonly absent: string };

// The terminal sends Ctrl-C to the child as well; the others reach sdn alone and are handed on.
const HANDED_ON = ['SIGTERM', 'SIGHUP', 'SIGBREAK'] as const;

/** Runs it to its end: signals reach it, and its exit code comes back (128 and the signal, where one ended it). */
export async function runForeground({ file, args, cwd, env, output }: Foreground): Promise<Ended> {
  const stdout = output === 'inherit' ? 'inherit' : 2;
  const child = spawn(file, [...args], { cwd, env: { ...env }, stdio: ['inherit', stdout, 'inherit'] });
  const signals = process.stdin.isTTY ? HANDED_ON : [...HANDED_ON, 'SIGINT' as const];
  const handOn = (signal: NodeJS.Signals) => void child.kill(signal);
  for (const signal of signals) process.on(signal, handOn);
  try {
    return await new Promise<Ended>((resolve) => {
      child.once('error', (error) => resolve({ absent: error.message }));
      child.once('exit', (code, signal) => resolve({ exitCode: code ?? 128 + numberOf(signal) }));
    });
  } finally {
    for (const signal of signals) process.off(signal, handOn);
  }
}

function numberOf(signal: NodeJS.Signals | null): number {
  return signal === null ? 0 : constants.signals[signal];
}
