const UTF16_LE_MARK = [0xff, 0xfe];

/**
 * The text of a log of any encoding, line by line, since one file can hold several:
 * PowerShell appends UTF-16 to what Python wrote as UTF-8, and pip speaks the console's code page.
 */
export function decodeLog(bytes: Buffer): string {
  const whole = utf8(withoutZeros(bytes));
  if (whole !== null) return whole.replaceAll('\ufeff', '');
  return splitLines(withoutZeros(bytes))
    .map((line) => utf8(line) ?? windows1252(line))
    .join('\n')
    .replaceAll('\ufeff', '');
}

/** UTF-16 text of this kind is ASCII with zeros between, in either order; the rest passes unchanged. */
function withoutZeros(bytes: Buffer): Buffer {
  if (!bytes.includes(0)) return bytes;
  const marked = bytes[0] === UTF16_LE_MARK[0] && bytes[1] === UTF16_LE_MARK[1];
  if (marked && isUtf16Throughout(bytes)) return Buffer.from(bytes.toString('utf16le'), 'utf8');
  return bytes.filter((byte) => byte !== 0 && byte < 0xfe) as Buffer;
}

/** Lines that were appended as single bytes have no zeros; then the file is not UTF-16 to its end. */
function isUtf16Throughout(bytes: Buffer): boolean {
  const tail = bytes.subarray(Math.max(2, bytes.length - 400));
  const zeros = tail.filter((byte) => byte === 0).length;
  return bytes.length % 2 === 0 && zeros > tail.length / 4;
}

function utf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function windows1252(bytes: Uint8Array): string {
  return new TextDecoder('windows-1252').decode(bytes);
}

function splitLines(bytes: Buffer): readonly Buffer[] {
  const lines: Buffer[] = [];
  let start = 0;
  for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, start)) {
    lines.push(bytes.subarray(start, end));
    start = end + 1;
  }
  return [...lines, bytes.subarray(start)];
}
