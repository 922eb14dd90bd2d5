import { eastAsianWidth } from 'get-east-asian-width';

const COLOR_CODES = /\u001b\[[\d;]*m/g;
/** Below this code point nothing combines with what stands before it. */
const FIRST_COMBINING = 0x300;
const WITHOUT_WIDTH = /[\p{M}\p{Cf}]/u;

/**
 * How many terminal columns `text` takes: 2 for a wide character, 0 for a colour code or a combining mark.
 * A character made of several, such as a family, counts each of them, so a line is at worst too short.
 */
export function columns(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  return [...text.replace(COLOR_CODES, '')].reduce((sum, sign) => sum + widthOf(sign), 0);
}

function widthOf(sign: string): number {
  const code = sign.codePointAt(0) ?? 0;
  if (code >= FIRST_COMBINING && WITHOUT_WIDTH.test(sign)) return 0;
  return eastAsianWidth(code);
}

/** `text` with blanks up to `width` columns. */
export function padTo(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - columns(text)));
}
