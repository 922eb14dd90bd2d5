/** An assignment in `webui-user.sh`; `value` is null where the shell would have to work it out. */
export type Assignment = { readonly name: string; readonly value: string | null; readonly line: number };

const ASSIGNMENT = /^\s*(?:export\s+)?([A-Za-z_]\w*)=(.*)$/;

/** The assignments of a launcher file, read as text and never run. The last one of a name counts. */
export function assignmentsIn(text: string): readonly Assignment[] {
  return text.split(/\r?\n/).flatMap((line, index) => {
    const [, name, raw = ''] = ASSIGNMENT.exec(line) ?? [];
    return name === undefined ? [] : [{ name, value: plainValue(raw), line: index + 1 }];
  });
}

function plainValue(raw: string): string | null {
  const single = /^'([^']*)'\s*(?:#.*)?$/.exec(raw);
  if (single !== null) return single[1] ?? '';
  const double = /^"([^"]*)"\s*(?:#.*)?$/.exec(raw);
  const value = double === null ? raw.replace(/\s+#.*$/, '').trim() : (double[1] ?? '');
  return /[$`\\]|["']/.test(value) ? null : value;
}
