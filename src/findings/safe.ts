const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Text from a device, a package, a log or a path, with nothing left that could steer a terminal. */
export function safe(text: string): string {
  return text.replace(CONTROL, '\ufffd');
}

const COLOR = /(\u001b\[\d+(?:;\d+)*m)/;

/** Our own colour codes stay; every other control character is foreign and goes. */
export function safeKeepingColor(line: string): string {
  return line
    .split(COLOR)
    .map((part, index) => (index % 2 === 1 ? part : safe(part)))
    .join('');
}

const FOLDED: Readonly<Record<string, string>> = {
  '…': '...',
  '–': '-',
  '—': '-',
  '·': '-',
  '→': '->',
  '≥': '>=',
  '≤': '<=',
  '×': 'x',
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
  '✓': 'ok',
  '✗': 'x',
};

/** For a terminal that shows nothing but ASCII: our own signs spelled out, accents dropped, the rest as `?`. */
export function ascii(text: string): string {
  if (/^[\x00-\x7f]*$/.test(text)) return text;
  return text
    .replace(/[^\x00-\x7f]/gu, (sign) => FOLDED[sign] ?? sign)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\x00-\x7f]/gu, '?');
}

/** Foreign text in one line. */
export function safeLine(text: string): string {
  return safe(text.replace(/\s*[\r\n\t]+\s*/g, ' '));
}
