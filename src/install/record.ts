/** One line of a RECORD: a path relative to site-packages, and the size in bytes where it is written down. */
export type RecordEntry = { readonly path: string; readonly size: number | null };

/**
 * Reads a RECORD (PyPA, "Recording installed projects": CSV of path, hash, size). Lines that are none are left out.
 */
export function parseRecord(text: string): readonly RecordEntry[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const [path, , size] = line.includes('"') ? quotedFields(line) : line.split(',');
    if (path === undefined || path === '' || size === undefined || path.includes('\0')) return [];
    return [{ path, size: /^\d+$/.test(size) ? Number(size) : null }];
  });
}

function quotedFields(line: string): readonly string[] {
  const fields = line.match(/(?:"(?:[^"]|"")*"|[^,]*)(?:,|$)/g) ?? [];
  return fields.map((field) => {
    const bare = field.replace(/,$/, '');
    return bare.startsWith('"') ? bare.slice(1, -1).replaceAll('""', '"') : bare;
  });
}
