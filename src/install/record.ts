/** One line of a RECORD: a path relative to site-packages, and the size in bytes where it is written down. */
export type RecordEntry = { readonly path: string; readonly size: number | null };

/**
 * Reads a RECORD (PyPA, "Recording installed projects": CSV of path, hash, size). Lines that are none are left out.
 * PyTorch's has 11,000 lines, read at every start: what is written here is the quick way.
 */
export function parseRecord(text: string): readonly RecordEntry[] {
  const entries: RecordEntry[] = [];
  for (const line of text.split('\n')) {
    const entry = line.includes('"') ? quotedEntry(line) : plainEntry(line);
    if (entry !== null) entries.push(entry);
  }
  return entries;
}

function plainEntry(line: string): RecordEntry | null {
  const first = line.indexOf(',');
  const second = line.indexOf(',', first + 1);
  return first < 1 || second < 0 ? null : entryOf(line.slice(0, first), line.slice(second + 1));
}

function quotedEntry(line: string): RecordEntry | null {
  const fields = line.match(/(?:"(?:[^"]|"")*"|[^,]*)(?:,|$)/g) ?? [];
  const [path = '', , size] = fields.map((field) => {
    const bare = field.replace(/,$/, '');
    return bare.startsWith('"') ? bare.slice(1, -1).replaceAll('""', '"') : bare;
  });
  return path === '' || size === undefined ? null : entryOf(path, size);
}

function entryOf(path: string, size: string): RecordEntry | null {
  if (path.includes('\0')) return null;
  return { path, size: /^\d+\r?$/.test(size) ? Number.parseInt(size, 10) : null };
}
