/** The part of uv's complaint that says why, in one line: its last causes without colours and arrows. */
export function explainUv(stderr: string): string {
  const lines = stderr
    .split('\n')
    .map((line) => line.replace(/^\s*(?:error:|cause:|Caused by:|[×╰├─▶>│]+)\s*/u, '').trim())
    .filter((line) => line !== '' && !/^(?:hint|warning):/.test(line));
  return [...new Set(lines)].slice(0, 4).join(' ').slice(0, 600) || 'it gave no reason';
}
