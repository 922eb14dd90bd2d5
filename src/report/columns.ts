import stringWidth from 'string-width';

/** How many terminal columns `text` takes: 2 for a wide character, 0 for a colour code or a combining mark. */
export function columns(text: string): number {
  return /^[\x20-\x7e]*$/.test(text) ? text.length : stringWidth(text);
}

/** `text` with blanks up to `width` columns. */
export function padTo(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - columns(text)));
}

const graphemes = new Intl.Segmenter();

/** `text` cut to `width` columns, with `ellipsis` where something was left out. */
export function cutTo(text: string, width: number, ellipsis: string): string {
  if (columns(text) <= width) return text;
  let kept = '';
  for (const { segment } of graphemes.segment(text)) {
    if (columns(kept + segment) + columns(ellipsis) > width) break;
    kept += segment;
  }
  return kept + ellipsis;
}
