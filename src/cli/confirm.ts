import { createInterface } from 'node:readline/promises';
import { Failure } from '../findings/failure.ts';
import type { System } from '../system/system.ts';

type Terminal = {
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean };
};

type Question = {
  /** What is about to happen, for whoever cannot be asked. */
  readonly found: string;
  readonly ask: string;
  /** The command that needs no answer. */
  readonly unattended: string;
};

/**
 * Asks on the terminal, on stderr. Returns only after a yes.
 * @throws Failure `refused` without a terminal or after any other answer; `interrupted` after Ctrl-C
 */
export async function confirm(
  question: Question,
  system: System,
  terminal: Terminal = process,
): Promise<void> {
  if (terminal.stdin.isTTY !== true || terminal.stderr.isTTY !== true) throw unattended(question);
  if (await saysYes(question.ask, system.signal, terminal)) return;
  throw new Failure({
    kind: 'refused',
    code: 'declined',
    found: 'Nothing was changed: the answer was not yes.',
  });
}

async function saysYes(ask: string, signal: AbortSignal, { stdin, stderr }: Terminal): Promise<boolean> {
  // Not as a terminal: then Ctrl-C stays a signal, and a pasted escape sequence stays text.
  const lines = createInterface({ input: stdin, output: stderr, terminal: false });
  const closed = Promise.withResolvers<string>();
  lines.once('close', () => closed.resolve(''));
  try {
    const answer = await Promise.race([lines.question(`${ask} [y/N] `, { signal }), closed.promise]);
    return /^\s*y(?:es)?\s*$/i.test(answer);
  } catch {
    throw new Failure({ kind: 'interrupted', code: 'cancelled', found: 'Cancelled. Nothing was changed.' });
  } finally {
    lines.close();
  }
}

function unattended({ found, unattended }: Question): Failure {
  return new Failure({
    kind: 'refused',
    code: 'needs-confirmation',
    found,
    need: 'A yes. There is no terminal here to ask on.',
    fix: [unattended],
  });
}
