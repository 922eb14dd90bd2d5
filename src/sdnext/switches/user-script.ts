/** An assignment in `webui-user.sh`; `value` is null where the shell would have to work it out. */
export type Assignment = {
  readonly name: string;
  readonly value: string | null;
  readonly line: number;
  /** Whether programs that the shell starts see it, too. */
  readonly exported: boolean;
};

const ASSIGNMENT = /^\s*(?:export\s+)?([A-Za-z_]\w*)=(.*)$/;

/** The assignments of a launcher file, read as text and never run. The last one of a name counts. */
export function assignmentsIn(text: string): readonly Assignment[] {
  const lines = text.split(/\r?\n/);
  const exports = lines.flatMap(
    (line) => /^\s*export\s+([A-Za-z_][\w\s]*)$/.exec(line)?.[1]?.split(/\s+/) ?? [],
  );
  return lines.flatMap((line, index) => {
    const [, name, raw = ''] = ASSIGNMENT.exec(line) ?? [];
    if (name === undefined) return [];
    const exported = /^\s*export\b/.test(line) || exports.includes(name);
    return [{ name, value: plainValue(raw), line: index + 1, exported }];
  });
}

function plainValue(raw: string): string | null {
  const single = /^'([^']*)'\s*(?:#.*)?$/.exec(raw);
  if (single !== null) return single[1] ?? '';
  const double = /^"([^"]*)"\s*(?:#.*)?$/.exec(raw);
  if (double !== null) return /[$`\\]/.test(double[1] ?? '') ? null : (double[1] ?? '');
  const value = raw.replace(/\s+#.*$/, '').trim();
  return /[$`\\"']/.test(value) ? null : value;
}
