import type { Result, ResultPromise } from 'execa';
import { monotonicMs } from './clock.ts';

/** One child process: an absolute program path and an argument array; never a shell string. */
export type Command = {
  readonly file: string;
  readonly args: readonly string[];
  readonly timeoutMs: number;
  readonly cwd?: string;
  /** The child's whole environment. Nothing is inherited unless the caller copies it in. */
  readonly env: Readonly<Record<string, string>>;
  readonly input?: string;
  /** Bytes kept of each stream; a child that prints more is killed and its status is `overflow`. */
  readonly maxOutputBytes?: number;
  readonly signal?: AbortSignal;
  readonly onLine?: (stream: 'stdout' | 'stderr', line: string) => void;
  /** Called once the child runs; sampling and conversations with the child start here. */
  readonly onStart?: (child: RunningChild) => void;
};

export type RunningChild = {
  readonly pid: number;
  readonly write: (text: string) => void;
};

export type OutcomeStatus =
  | 'exited'
  | 'signalled'
  | 'timeout'
  | 'absent'
  | 'denied'
  | 'cancelled'
  | 'overflow';

/** What became of a child. A non-zero exit code is an outcome, not an error. */
export type Outcome = {
  readonly status: OutcomeStatus;
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly ms: number;
};

export type Run = (command: Command) => Promise<Outcome>;

const OUTPUT_LIMIT = 8 * 1024 * 1024;
const KILL_GRACE_MS = 1_000;

/**
 * Runs one child to its end and describes the end as data.
 * The child's own children are killed with it on a timeout, a cancellation or an overflow.
 */
export const run: Run = async (command) => {
  // The first child pays for the library, not every start of sdn: it is a seventh of a start's time.
  const { execa } = await import('execa');
  const started = monotonicMs();
  const child = execa(command.file, [...command.args], options(command));
  watch(child, command);
  const result = await child;
  return { ...outcome(result), ms: Math.round(monotonicMs() - started) };
};

function options(command: Command) {
  return {
    reject: false,
    extendEnv: false,
    env: command.env,
    timeout: command.timeoutMs,
    killDescendants: true,
    forceKillAfterDelay: KILL_GRACE_MS,
    maxBuffer: command.maxOutputBytes ?? OUTPUT_LIMIT,
    stripFinalNewline: false,
    windowsHide: true,
    ...(command.cwd === undefined ? {} : { cwd: command.cwd }),
    ...(command.input === undefined ? {} : { input: command.input }),
    ...(command.input === undefined && command.onStart === undefined ? { stdin: 'ignore' as const } : {}),
    ...(command.signal === undefined ? {} : { cancelSignal: command.signal }),
  } as const;
}

type Child = ResultPromise<ReturnType<typeof options>>;
type Ended = Result<ReturnType<typeof options>>;

function watch(child: Child, command: Command): void {
  if (command.onLine) {
    follow(child.stdout, (line) => command.onLine?.('stdout', line));
    follow(child.stderr, (line) => command.onLine?.('stderr', line));
  }
  if (command.onStart && child.pid !== undefined) {
    child.stdin?.on('error', () => undefined);
    command.onStart({ pid: child.pid, write: (text) => void child.stdin?.write(text) });
  }
}

function follow(stream: NodeJS.ReadableStream | null, onLine: (line: string) => void): void {
  let rest = '';
  stream?.setEncoding('utf8');
  stream?.on('data', (chunk: string) => {
    const lines = (rest + chunk).split(/\r?\n|\r/);
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line);
  });
  stream?.on('end', () => {
    if (rest !== '') onLine(rest);
  });
}

function outcome(result: Ended): Omit<Outcome, 'ms'> {
  return {
    status: statusOf(result),
    exitCode: result.exitCode ?? null,
    signal: result.signal ?? null,
    stdout: String(result.stdout ?? ''),
    stderr: String(result.stderr ?? ''),
  };
}

function statusOf(result: Ended): OutcomeStatus {
  if (result.timedOut) return 'timeout';
  if (result.isCanceled) return 'cancelled';
  if (result.isMaxBuffer) return 'overflow';
  if (result.code === 'ENOENT' || result.code === 'ENOTDIR') return 'absent';
  if (result.code === 'EACCES' || result.code === 'EPERM') return 'denied';
  return result.signal === undefined ? 'exited' : 'signalled';
}
