import { createLogUpdate } from 'log-update';
import type { StepEvent } from '../../install/plan.ts';
import { columns, cutTo } from '../../report/columns.ts';
import { safeLine } from '../../report/safe.ts';
import { paint, type Style } from '../../report/style.ts';
import type { Progress, Stream } from '../progress.ts';

const FRAME_MS = 100;
const SPINNER = { unicode: '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏', ascii: '-\\|/' } as const;

type Running = { readonly event: StepEvent; readonly startedAt: number };

/** Steps under way move at the bottom; a finished one becomes a line that stays. The cursor is never hidden. */
export function drawnProgress(stream: Stream, style: Style): Progress {
  const update = createLogUpdate(stream, { showCursor: true });
  const running = new Map<string, Running>();
  const live = () => currentStyle(stream, style);
  const draw = () =>
    update(
      runningLines(
        [...running.values()].map(({ event }) => event),
        live(),
      ).join('\n'),
    );
  const timer = setInterval(draw, FRAME_MS);
  timer.unref();
  return {
    emit: (event) => {
      const startedAt = running.get(event.id)?.startedAt ?? performance.now();
      if (event.state === 'start' || event.state === 'progress') running.set(event.id, { event, startedAt });
      else {
        running.delete(event.id);
        update.persist(finishedLine(event, performance.now() - startedAt, live()));
      }
      draw();
    },
    stop: () => {
      clearInterval(timer);
      update.clear();
      update.done();
    },
  };
}

/** The window may be resized while a download runs. */
function currentStyle(stream: Stream, style: Style): Style {
  return { ...style, width: stream.columns ?? style.width };
}

/** The moving lines, one for each step under way, each cut to the width of the terminal. */
export function runningLines(events: readonly StepEvent[], style: Style): readonly string[] {
  const frames = [...(style.unicode ? SPINNER.unicode : SPINNER.ascii)];
  const frame = frames[Math.floor(performance.now() / FRAME_MS) % frames.length] ?? '-';
  return events.map((event) => `${paint(style, 'cyan', frame)} ${stepText(event, style)}`);
}

/** The line that stays when a step has ended, with how long it took. */
export function finishedLine(event: StepEvent, ms: number, style: Style): string {
  const failed = event.state === 'failed';
  const glyph = failed ? (style.unicode ? '✗' : 'FAIL') : style.unicode ? '✓' : 'ok';
  const took = ms < 1_000 ? '' : `  (${(ms / 1_000).toFixed(1)} s)`;
  const room = { ...style, width: style.width - columns(took) - columns(glyph) + 1 };
  return `${paint(style, failed ? 'red' : 'green', glyph)} ${stepText(event, room)}${paint(style, 'dim', took)}`;
}

function stepText({ title, detail }: StepEvent, style: Style): string {
  const text = detail === null ? title : `${title}  ${detail}`;
  return cutTo(safeLine(text), style.width - 3, style.unicode ? '…' : '...');
}
