/** One line of a RECORD: a path relative to site-packages, and the size in bytes where it is written down. */
type Visit = (path: string, size: number | null) => void;

/**
 * Hands over what a RECORD lists (PyPA, "Recording installed projects": CSV of path, hash, size). Lines that are none
 * are left out. PyTorch's has 11,000 lines, read at every start: nothing is made of them that is thrown away again.
 */
export function eachEntry(text: string, visit: Visit): void {
  const quoted = text.includes('"');
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    if (quoted && text.slice(start, end).includes('"')) quotedEntry(text.slice(start, end), visit);
    else plainEntry(text, start, end, visit);
    start = end + 1;
  }
}

function plainEntry(text: string, start: number, end: number, visit: Visit): void {
  const first = text.indexOf(',', start);
  const second = text.indexOf(',', first + 1);
  if (first > start && second > first && second < end)
    visit(text.slice(start, first), sizeIn(text, second + 1, end));
}

function quotedEntry(line: string, visit: Visit): void {
  const fields = line.match(/(?:"(?:[^"]|"")*"|[^,]*)(?:,|$)/g) ?? [];
  const [path = '', , size] = fields.map((field) => {
    const bare = field.replace(/,$/, '');
    return bare.startsWith('"') ? bare.slice(1, -1).replaceAll('""', '"') : bare;
  });
  if (path !== '' && size !== undefined) visit(path, sizeIn(size, 0, size.length));
}

const [ZERO, NINE, RETURN] = [0x30, 0x39, 0x0d];

/** The decimal number from `start` to `end`, or null where there is anything else. */
function sizeIn(text: string, start: number, end: number): number | null {
  const last = text.charCodeAt(end - 1) === RETURN ? end - 1 : end;
  if (last <= start) return null;
  let size = 0;
  for (let at = start; at < last; at += 1) {
    const digit = text.charCodeAt(at);
    if (digit < ZERO || digit > NINE) return null;
    size = size * 10 + digit - ZERO;
  }
  return size;
}
