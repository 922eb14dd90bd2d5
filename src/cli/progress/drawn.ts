import type { StepEvent } from '../../install/plan.ts';
import { columns, cutTo } from '../../report/columns.ts';
import { ascii, safeLine } from '../../report/safe.ts';
import { paint, type Style } from '../../report/style.ts';
import { wrap } from '../../report/wrap.ts';
import type { Progress, Stream } from '../progress.ts';
import { liveLines } from './live-lines.ts';

const FRAME_MS = 100;
/** The sign, a blank, and the last column, where some terminals wrap. */
const MARGIN = 3;
const SPINNER = { unicode: '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏', ascii: '-\\|/' } as const;

type Running = { readonly event: StepEvent; readonly startedAt: number };

/** Steps under way move at the bottom; a finished one becomes a line that stays. The cursor is never hidden. */
export function drawnProgress(stream: Stream, style: Style): Progress {
  const screen = liveLines(stream);
  const running = new Map<string, Running>();
  const draw = (above: readonly string[] = []) => {
    const events = [...running.values()].map(({ event }) => event);
    screen.show(runningLines(events, currentStyle(stream, style)), above);
  };
  const timer = setInterval(() => draw(), FRAME_MS);
  timer.unref();
  return {
    emit: (event) => {
      const startedAt = running.get(event.id)?.startedAt ?? performance.now();
      const isOver = event.state === 'done' || event.state === 'failed';
      if (isOver) running.delete(event.id);
      else running.set(event.id, { event, startedAt });
      draw(isOver ? finishedLines(event, performance.now() - startedAt, currentStyle(stream, style)) : []);
    },
    stop: () => {
      clearInterval(timer);
      running.clear();
      draw();
    },
  };
}

/** The window may be resized while a download runs. */
function currentStyle(stream: Stream, style: Style): Style {
  return { ...style, width: stream.columns ?? style.width };
}

/** The moving lines, one for each step under way; on a narrow terminal its detail has a line of its own. */
export function runningLines(events: readonly StepEvent[], style: Style): readonly string[] {
  const frames = [...(style.unicode ? SPINNER.unicode : SPINNER.ascii)];
  const frame = frames[Math.floor(performance.now() / FRAME_MS) % frames.length] ?? '-';
  return events.flatMap((event) => {
    const [first = '', ...rest] = stepLines(event, style);
    return [`${paint(style, 'cyan', frame)} ${first}`, ...rest.map((line) => `  ${line}`)];
  });
}

function stepLines({ title, detail }: StepEvent, style: Style): readonly string[] {
  const [name, more] = [shown(title, style), shown(detail ?? '', style)];
  const line = more === '' ? name : `${name}  ${more}`;
  const room = style.width - MARGIN;
  const ellipsis = style.unicode ? '…' : '...';
  const lines = columns(line) <= room ? [line] : [name, more];
  return lines.filter((each) => each !== '').map((each) => cutTo(each, room, ellipsis));
}

/** The line that stays when a step has ended, wrapped and whole, with how long it took. */
export function finishedLines(event: StepEvent, ms: number, style: Style): readonly string[] {
  const failed = event.state === 'failed';
  const glyph = failed ? (style.unicode ? '✗' : 'FAIL') : style.unicode ? '✓' : 'ok';
  const took = ms < 1_000 ? '' : `(${(ms / 1_000).toFixed(1)} s)`;
  const text = [event.title, event.detail ?? '', took]
    .map((part) => shown(part, style))
    .filter((part) => part !== '');
  const [first = '', ...rest] = wrap(text.join('  '), style.width - 1, columns(glyph) + 1);
  return [`${paint(style, failed ? 'red' : 'green', glyph)} ${first.trimStart()}`, ...rest];
}

function shown(text: string, style: Style): string {
  const line = safeLine(text);
  return style.unicode ? line : ascii(line);
}
