/** A word of COMMANDLINE_ARGS as it stands there, and what it is without its quotes. */
export type Argument = { readonly raw: string; readonly word: string };

const WORD = /(?:[^\s"'\\]|\\.|"(?:\\.|[^"\\])*"|'[^']*')+/g;
const PART = /\\(.)|"((?:\\.|[^"\\])*)"|'([^']*)'/g;

/** The words of a command line as SD.Next's launcher splits it (Python's shlex): quotes hold blanks together. */
export function splitArguments(text: string): readonly Argument[] {
  return [...text.matchAll(WORD)].map(([raw]) => ({ raw, word: unquoted(raw) }));
}

function unquoted(raw: string): string {
  return raw.replace(
    PART,
    (_part, escaped?: string, double?: string, single?: string) =>
      escaped ?? double?.replace(/\\(["\\])/g, '$1') ?? single ?? '',
  );
}
