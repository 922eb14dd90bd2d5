/** A change of one top-level key: a new value, or `undefined` to take the key out. */
export type Edit = { readonly key: string; readonly value: unknown };

type Member = {
  readonly key: string;
  readonly from: number;
  readonly valueFrom: number;
  readonly to: number;
};

/**
 * The text of a JSON object with one key changed and every other character as it was: order, indentation, line ends.
 * Of a key that stands there twice, all are changed. Throws a SyntaxError where the text is no JSON object.
 */
export function editJson(text: string, { key, value }: Edit): string {
  JSON.parse(text);
  const members = membersOf(text);
  const same = members.filter((member) => member.key === key).reverse();
  if (value === undefined) return same.reduce((rest, member) => without(rest, member), text);
  const written = JSON.stringify(value);
  if (same.length === 0) return inserted(text, members, `${JSON.stringify(key)}: ${written}`);
  return same.reduce((rest, { valueFrom, to }) => rest.slice(0, valueFrom) + written + rest.slice(to), text);
}

/** The member with the comma that belongs to it, whichever side that is on. */
function without(text: string, { from, to }: Member): string {
  const after = /^\s*,/.exec(text.slice(to));
  if (after !== null) return text.slice(0, from) + text.slice(to + after[0].length).replace(/^\s*/, '');
  return text.slice(0, from).replace(/,?\s*$/, '') + text.slice(to);
}

function inserted(text: string, members: readonly Member[], member: string): string {
  const last = members.at(-1);
  const open = text.indexOf('{') + 1;
  if (last === undefined) return `${text.slice(0, open)}\n  ${member}\n${text.slice(text.lastIndexOf('}'))}`;
  const indent = text.slice(open, members[0]?.from ?? open);
  return `${text.slice(0, last.to)},${indent}${member}${text.slice(last.to)}`;
}

/** Where each member of the outermost object stands. The text is valid JSON. */
function membersOf(text: string): readonly Member[] {
  const members: Member[] = [];
  let at = skipBlanks(text, text.indexOf('{') + 1);
  while (text[at] === '"') {
    const keyEnd = stringEnd(text, at);
    const valueFrom = skipBlanks(text, text.indexOf(':', keyEnd) + 1);
    const to = valueEnd(text, valueFrom);
    members.push({ key: String(JSON.parse(text.slice(at, keyEnd))), from: at, valueFrom, to });
    const comma = skipBlanks(text, to);
    if (text[comma] !== ',') break;
    at = skipBlanks(text, comma + 1);
  }
  return members;
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (/\s/.test(text[at] ?? 'x')) at += 1;
  return at;
}

function stringEnd(text: string, from: number): number {
  let at = from + 1;
  while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}

function valueEnd(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (character === '"') at = stringEnd(text, at) - 1;
    else if (depth === 0 && /[,}\]\s]/.test(character)) return at;
    else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') depth -= 1;
    if (depth === 0 && /["}\]]/.test(text[at] ?? '')) return at + 1;
  }
  return text.length;
}
