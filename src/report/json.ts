import type { Report } from './document.ts';

/** The document without the lines that only a text reader wants. */
function machineDocument({ next: _next, ...document }: Report): Omit<Report, 'next'> {
  return document;
}

/** The document itself, indented. */
export function jsonLines(report: Report): readonly string[] {
  return JSON.stringify(machineDocument(report), null, 2).split('\n');
}

/** The document in one line: the last one of a stream of events. */
export function ndjsonLines(report: Report): readonly string[] {
  return [JSON.stringify(machineDocument(report))];
}
