import type { Report } from './document.ts';
import { jsonLines } from './json.ts';
import type { Style } from './style.ts';
import { textLines } from './text/text.ts';

type Format = 'text' | 'json' | 'ndjson' | 'markdown' | 'junit' | 'github' | 'html';
type Face = (report: Report, style: Style) => readonly string[];

const FACES: Readonly<Record<Format, Face>> = {
  text: textLines,
  json: jsonLines,
  ndjson: (report) => [JSON.stringify(report)],
  markdown: textLines,
  junit: textLines,
  github: textLines,
  html: textLines,
};

/** The lines of a report in one of its formats. Pure: nothing is printed here. */
export function render(report: Report, format: Format, style: Style): readonly string[] {
  return FACES[format](report, style);
}
