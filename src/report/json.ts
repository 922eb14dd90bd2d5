import type { Report } from './document.ts';

/** The document itself, indented, without the lines that only a text reader wants. */
export function jsonLines({ next: _next, ...document }: Report): readonly string[] {
  return JSON.stringify(document, null, 2).split('\n');
}
