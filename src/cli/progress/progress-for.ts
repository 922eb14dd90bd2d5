import type { Redact } from '../../report/redact.ts';
import { styleFor } from '../../report/style.ts';
import type { Presentation } from '../presentation.ts';
import { drawnProgress } from './drawn.ts';
import { eventProgress } from './events.ts';
import { plainProgress } from './plain.ts';
import type { Progress } from './progress.ts';

/** Where progress may be written: `process`, or two streams of a test. Drawings go to `stderr`. */
export type Streams = { readonly stdout: Stream; readonly stderr: Stream };
type Stream = NodeJS.WritableStream & {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
};
type Env = Readonly<Record<string, string | undefined>>;

/** The same without names and secrets: a log of a CI service is read by many. */
export function redacted(progress: Progress, redact: Redact): Progress {
  return { ...progress, emit: (event) => progress.emit(redact(event)) };
}

const SILENT: Progress = { emit: () => undefined, stop: async () => undefined };

/**
 * Progress as this reader can take it: a moving drawing on a terminal that knows the signs, one line an event elsewhere,
 * the events themselves on stdout with `--format ndjson`, nothing with `--quiet` or `--no-progress`.
 */
export function progressFor(presentation: Presentation, streams: Streams, env: Env): Progress {
  if (presentation.format === 'ndjson' && presentation.output === null) return eventProgress(streams.stdout);
  if (!presentation.progress || isForPrograms(presentation, streams)) return SILENT;
  const style = styleFor(streams.stderr, presentation, env);
  return style.unicode && moves(streams.stderr, env)
    ? drawnProgress(streams.stderr, style)
    : plainProgress(streams.stderr, style);
}

/** A document on stdout with nobody at a terminal: `sdn … --json 2>&1` stays one document. */
function isForPrograms({ format, output }: Presentation, { stderr }: Streams): boolean {
  return format === 'json' && output === null && stderr.isTTY !== true;
}

function moves(stream: Stream, env: Env): stream is NodeJS.WriteStream {
  return stream.isTTY === true && env.TERM !== 'dumb' && !env.CI;
}
