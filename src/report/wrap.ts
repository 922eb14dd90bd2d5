import { safeKeepingColor } from '../findings/safe.ts';
import { columns, padTo } from './columns.ts';

/**
 * Breaks `text` at blanks into lines of at most `width` columns, each starting with `indent` blanks.
 * A word longer than a line stands alone, uncut, so that commands and paths can be pasted.
 */
export function wrap(text: string, width: number, indent: number): readonly string[] {
  const pad = ' '.repeat(indent);
  const lines: string[] = [];
  for (const word of safeKeepingColor(text.replace(/\s+/g, ' '))
    .split(' ')
    .filter((each) => each !== '')) {
    const last = lines.at(-1);
    if (last !== undefined && columns(last) + 1 + columns(word) <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(pad + word);
  }
  return lines;
}

/** A label in a column of its own, its text wrapped beside it. */
export function labelled(
  label: string,
  text: string,
  layout: { width: number; indent: number; column: number },
): readonly string[] {
  const { width, indent, column } = layout;
  const [first = '', ...rest] = wrap(text, width, indent + column);
  return [`${' '.repeat(indent)}${padTo(label, column)}${first.trimStart()}`, ...rest];
}
