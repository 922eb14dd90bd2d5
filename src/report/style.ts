import { styleText } from 'node:util';

/** What the reader's terminal can show. Width is in columns, already clamped to 40–100. */
export type Style = {
  readonly color: boolean;
  readonly unicode: boolean;
  readonly width: number;
  readonly verbose: boolean;
  readonly quiet: boolean;
};

type Stream = { readonly isTTY?: boolean; readonly columns?: number };
type Env = Readonly<Record<string, string | undefined>>;
type Wishes = { readonly verbose: boolean; readonly quiet: boolean; readonly color: boolean };

const WIDEST = 100;
const NARROWEST = 40;

export function styleFor(stream: Stream, wishes: Wishes, env: Env): Style {
  return {
    color: wishes.color && wantsColor(stream, env),
    unicode: speaksUnicode(env),
    width: Math.max(NARROWEST, Math.min(WIDEST, columnsOf(stream, env))),
    verbose: wishes.verbose,
    quiet: wishes.quiet,
  };
}

function wantsColor(stream: Stream, env: Env): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR !== undefined) return !['0', 'false'].includes(env.FORCE_COLOR);
  return stream.isTTY === true && env.TERM !== 'dumb';
}

function columnsOf(stream: Stream, env: Env): number {
  return stream.columns || Number(env.COLUMNS) || WIDEST;
}

function speaksUnicode(env: Env): boolean {
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || '';
  if (/utf-?8/i.test(locale)) return true;
  return (
    env.WT_SESSION !== undefined || env.TERM_PROGRAM === 'vscode' || (locale === '' && env.TERM === undefined)
  );
}

type Color = Parameters<typeof styleText>[0];

/** `text` in `color`, or as it is where there is no colour. */
export function paint(style: Style, color: Color, text: string): string {
  return style.color ? styleText(color, text, { validateStream: false }) : text;
}
