import { safeLine } from '../../findings/safe.ts';

/** A fence longer than any run of backticks inside. */
export function fenced(lines: readonly string[]): readonly string[] {
  if (lines.length === 0) return [];
  const longest = Math.max(
    0,
    ...lines.flatMap((line) => (line.match(/`+/g) ?? []).map(({ length }) => length)),
  );
  const fence = '`'.repeat(Math.max(3, longest + 1));
  return [fence, ...lines, fence];
}

/** Foreign text in a line of Markdown: nothing in it is markup, a mention or HTML. */
export function inline(text: string): string {
  return safeLine(text)
    .replace(/[\\`*_{}[\]<>#|~]/g, '\\$&')
    .replace(/@(?=\w)/g, '@\u200b');
}

/** The same in a cell of a table, which may not be empty. */
export function cell(text: string): string {
  return inline(text) || ' ';
}
