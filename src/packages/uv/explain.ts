const NOISE =
  /^(?:hint|warning):|^(?:Using Python|Resolved|Prepared|Downloading|Downloaded|Installed|Building)\s/;

/** The part of uv's complaint that says why, in one line: its causes without colours, arrows and progress. */
export function explainUv(stderr: string): string {
  const lines = stderr
    .split('\n')
    .map((line) => line.replace(/^\s*(?:error:|cause:|Caused by:|[×╰├─▶>│]+)\s*/u, '').trim())
    .filter((line) => line !== '' && !NOISE.test(line));
  return [...new Set(lines)].slice(0, 4).join(' ').slice(0, 600) || 'it gave no reason';
}
