import type { LogRecord } from './records.ts';
import type { Clue, Rule, Sighting } from './rule.ts';
import { RULES } from './rules.ts';

const EXTENSION = /[\\/]?extensions(?:-builtin)?[\\/]|\bextension installer\b|\bModule load:/i;
/** A traceback of an extension's script is announced by a line above it. */
const TRACEBACK_LINES = 80;

/** Everything the fingerprints recognise, in the order of the log. */
export function sightings(records: readonly LogRecord[]): readonly Sighting[] {
  return records.flatMap((record, index) =>
    RULES.flatMap((rule) => {
      const match = rule.pattern.exec(record.text);
      return match === null ? [] : [sighting(rule, match, { records, index, record })];
    }),
  );
}

type Place = { readonly records: readonly LogRecord[]; readonly index: number; readonly record: LogRecord };

function sighting(rule: Rule, match: RegExpExecArray, place: Place): Sighting {
  const { line, second, text } = place.record;
  const means = typeof rule.means === 'function' ? rule.means(match) : rule.means;
  const clues = rule.clues(match, place.record).map((clue) => ownOrExtension(clue, place));
  return { line, second, text, means, clues };
}

const OF_MODULES = ['missing-module', 'packages-mismatch'];

/** A module that only an extension misses is no fault of the environment. */
function ownOrExtension(clue: Clue, { records, index, record }: Place): Clue {
  if (clue.is !== 'fault' || !OF_MODULES.includes(clue.code)) return clue;
  if (/\b(?:Torch cannot load|Could not load torch|Import|Loader):/.test(record.text)) return clue;
  const above = records.slice(Math.max(0, index - TRACEBACK_LINES), index + 1);
  const near = above.filter(({ line }) => record.line - line <= TRACEBACK_LINES);
  return near.some(({ text }) => EXTENSION.test(text)) ? { is: 'note', code: 'app-error' } : clue;
}
