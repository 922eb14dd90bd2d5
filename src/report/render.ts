import type { Report } from './document.ts';
import { githubLines } from './github/github.ts';
import { htmlLines } from './html/html.ts';
import { jsonLines, ndjsonLines } from './json.ts';
import { junitLines } from './junit.ts';
import { markdownLines } from './markdown/markdown.ts';
import type { Style } from './style.ts';
import { textLines } from './text/text.ts';

export type Format = 'text' | 'json' | 'ndjson' | 'markdown' | 'junit' | 'github' | 'html';
type Face = (report: Report, style: Style) => readonly string[];

const FACES: Readonly<Record<Format, Face>> = {
  text: textLines,
  json: jsonLines,
  ndjson: ndjsonLines,
  markdown: markdownLines,
  junit: junitLines,
  github: githubLines,
  html: htmlLines,
};

/** The lines of a report in one of its formats. Pure: nothing is printed here. */
export function render(report: Report, format: Format, style: Style): readonly string[] {
  return FACES[format](report, style);
}
