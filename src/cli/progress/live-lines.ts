import type { Stream } from '../progress.ts';

/** Lines at the bottom of a terminal that can be taken back. */
export type LiveLines = {
  /** Shows these lines in place of those shown before; `above` stays for good. */
  readonly show: (lines: readonly string[], above?: readonly string[]) => void;
};

const UP = '\u001b[A';
const ERASE_BELOW = '\u001b[J';

/**
 * Nothing but moving up and erasing: the cursor is never hidden, so that no end of the process can leave it hidden.
 * No line may be wider than the terminal, and there are never more of them than it has rows.
 */
export function liveLines(stream: Stream): LiveLines {
  let shown = 0;
  return {
    show: (lines, above = []) => {
      const kept = lines.slice(-Math.max(1, (stream.rows ?? 24) - 1));
      const text = [...above, ...kept].map((line) => `${line}\n`).join('');
      if (text !== '' || shown > 0) stream.write(`${UP.repeat(shown)}\r${ERASE_BELOW}${text}`);
      shown = kept.length;
    },
  };
}
