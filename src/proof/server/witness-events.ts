import * as v from 'valibot';

const maybe = <Schema extends v.GenericSchema>(schema: Schema) => v.optional(v.nullable(schema), null);
const devices = maybe(v.union([v.string(), v.array(v.string())]));
const base = { schema: v.literal('sdn.witness/1'), at: v.number(), pid: v.number() };

const Event = v.variant('event', [
  v.looseObject({ ...base, event: v.literal('ready'), openvino: maybe(v.string()) }),
  v.looseObject({
    ...base,
    event: v.literal('compile'),
    device: maybe(v.string()),
    executionDevices: devices,
    error: maybe(v.string()),
    ms: maybe(v.number()),
  }),
  v.looseObject({ ...base, event: v.literal('infer'), executionDevices: devices, ms: maybe(v.number()) }),
  v.looseObject({
    ...base,
    event: v.literal('image'),
    count: v.number(),
    device: v.string(),
    ms: v.number(),
  }),
  v.looseObject({ ...base, event: v.literal('fault'), module: v.string(), error: v.string() }),
]);
export type WitnessEvent = v.InferOutput<typeof Event>;

/** What a witness wrote: its events in order, and how many lines were none. */
export type Recording = { readonly events: readonly WitnessEvent[]; readonly foreign: number };

/** A recording grows with every start that names its file; this is the last start alone, and how many came before. */
export function lastSession({ events, foreign }: Recording): Recording & { readonly earlier: number } {
  const pid = events.at(-1)?.pid;
  const own = events.filter((each) => each.pid === pid);
  const starts = new Set(events.map((each) => each.pid)).size;
  return { events: own, foreign, earlier: Math.max(0, starts - 1) };
}

const Line = v.pipe(v.string(), v.parseJson(), Event);

/** Parses a witness file. A last line cut short by a kill counts as foreign, like any other line that is no event. */
export function parseRecording(text: string): Recording {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const parsed = lines.map((line) => v.safeParse(Line, line));
  const events = parsed.flatMap((each) => (each.success ? [each.output] : []));
  return { events, foreign: lines.length - events.length };
}
