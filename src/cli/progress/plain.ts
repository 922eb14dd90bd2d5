import { ascii, safeLine } from '../../findings/safe.ts';
import type { StepEvent } from '../../install/plan.ts';
import type { Style } from '../../report/style.ts';
import { monotonicMs } from '../../system/clock.ts';
import type { Progress } from './progress.ts';

/** Often enough to see that it lives, seldom enough for a CI log. */
const BETWEEN_LINES_MS = 5_000;

/** `[packages] torch 1.61 of 2.73 GiB`: whole lines for pipes, CI logs, dumb terminals and screen readers. */
export function plainProgress(stream: NodeJS.WritableStream, style: Style): Progress {
  const lastLine = new Map<string, number>();
  return {
    emit: (event) => {
      if (event.state === 'progress' && !isDue(event, lastLine)) return;
      lastLine.set(event.id, monotonicMs());
      const line = `[${safeLine(event.id)}] ${safeLine(plainText(event))}`;
      stream.write(`${style.unicode ? line : ascii(line)}\n`);
    },
    stop: async () => undefined,
  };
}

function isDue({ id, detail }: StepEvent, lastLine: ReadonlyMap<string, number>): boolean {
  return detail !== null && monotonicMs() - (lastLine.get(id) ?? 0) >= BETWEEN_LINES_MS;
}

function plainText({ state, title, detail }: StepEvent): string {
  if (state === 'start') return detail === null ? title : `${title}: ${detail}`;
  if (state === 'failed') return `failed: ${detail ?? title}`;
  if (state === 'done') return detail === null ? 'done' : `done: ${detail}`;
  return detail ?? title;
}
