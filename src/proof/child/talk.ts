import { randomHex } from '../../system/digest.ts';
import type { Outcome, RunningChild } from '../../system/run.ts';
import { definedEnv, type System } from '../../system/system.ts';
import { memoryGuard, type Overgrown, spareMemory } from '../sampling/memory-guard.ts';
import type { Deadline } from './deadline.ts';

/** A probe program, the interpreter it runs in, and what it is asked. */
export type Question = {
  readonly file: string;
  readonly args: readonly string[];
  readonly request: Readonly<Record<string, unknown>>;
  readonly timeoutMs: number;
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Bytes that the child and its descendants may hold; by default what this machine can spare. */
  readonly memoryLimit?: number;
  /** Called when the child waits; it goes on once this settles. */
  readonly onReady?: (name: string, pid: number) => Promise<void>;
  /** Called when the child asks, with what it says; what this settles with goes back to it. */
  readonly onAsk?: (content: unknown) => Promise<unknown>;
  /** Called once the child runs. */
  readonly onStart?: () => void;
  /** Ends a step of the child that takes too long; to the outside it is a timeout like that of the whole child. */
  readonly deadline?: Deadline;
};

/** What came back, untouched: the child's word is judged elsewhere. */
export type Conversation = {
  readonly outcome: Outcome;
  /** The last step the child announced, for a crash or a timeout. */
  readonly phase: string | null;
  /** The parsed JSON of every result line with this run's nonce; a sound child sends exactly one. */
  readonly results: readonly unknown[];
  /** Lines in the shape of ours whose nonce or content is not ours: replayed, forged or cut short; and a second question. */
  readonly strangers: readonly string[];
  /** The child was stopped because it took more memory than it may. */
  readonly overgrown: Overgrown | null;
};

const LINE = /^@sdn (\S+) (phase|ready|asks|result) (.*)$/;
/** Outputs of the full network take about a megabyte; more than this is a flood. */
const OUTPUT_LIMIT = 24 * 1024 * 1024;

/** Runs a probe to its end, answering it whenever it waits. Never throws for what the child does. */
export async function talk(system: System, question: Question): Promise<Conversation> {
  const state = listening();
  const guard = memoryGuard(system, question.memoryLimit ?? (await spareMemory(system)));
  const outcome = await system.run({
    file: question.file,
    args: question.args,
    timeoutMs: question.timeoutMs,
    cwd: question.cwd,
    env: { ...definedEnv(system.env), ...question.env },
    signal: AbortSignal.any([
      system.signal,
      guard.signal,
      ...(question.deadline ? [question.deadline.signal] : []),
    ]),
    maxOutputBytes: OUTPUT_LIMIT,
    onStart: (child) => {
      state.child = child;
      guard.start(child.pid);
      child.write(`${JSON.stringify({ ...question.request, nonce: state.nonce })}\n`);
      question.onStart?.();
    },
    onLine: (stream, line) => {
      if (stream === 'stdout') hear(state, question, line);
    },
  });
  const { phase, results, strangers } = state;
  const late = question.deadline?.stop() === true && outcome.status === 'cancelled';
  const ended = late ? { ...outcome, status: 'timeout' as const } : outcome;
  return { outcome: ended, phase, results, strangers, overgrown: guard.stop() };
}

type Listening = {
  readonly nonce: string;
  child: RunningChild | null;
  phase: string | null;
  asked: boolean;
  readonly results: unknown[];
  readonly strangers: string[];
};

function listening(): Listening {
  return { nonce: randomHex(12), child: null, phase: null, asked: false, results: [], strangers: [] };
}

function hear(state: Listening, question: Question, line: string): void {
  if (!line.startsWith('@sdn')) return;
  const [, nonce, kind, text = ''] = LINE.exec(line) ?? [];
  const content = parsed(text);
  const twice = kind === 'asks' && state.asked;
  if (nonce !== state.nonce || content === undefined || twice) {
    state.strangers.push(line.slice(0, 200));
    return;
  }
  if (kind === 'phase') state.phase = String(content);
  else if (kind === 'ready') void answer(state, question, String(content));
  else if (kind === 'asks') void reply(state, question, content);
  else finished(state, content);
}

async function answer(state: Listening, question: Question, name: string): Promise<void> {
  const { child } = state;
  if (child === null) return;
  await question.onReady?.(name, child.pid).catch(() => undefined);
  child.write('go\n');
}

/** Whoever asks and is not known, or cannot be answered, is told so and goes on or ends by itself. */
async function reply(state: Listening, { onAsk }: Question, content: unknown): Promise<void> {
  state.asked = true;
  const said = await onAsk?.(content).catch(() => null);
  state.child?.write(`${JSON.stringify(said ?? null)}\n`);
}

function finished(state: Listening, content: unknown): void {
  state.results.push(content);
  state.child?.write('done\n');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
