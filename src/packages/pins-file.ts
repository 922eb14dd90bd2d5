import { readFile } from 'node:fs/promises';
import { Failure } from '../findings/failure.ts';

/**
 * Reads a `--pins` file: one `name==version` a line, `#` starts a comment.
 * Returns versions by lower-case name; throws a Failure `usage` that names the line.
 */
export async function readPinsFile(path: string): Promise<ReadonlyMap<string, string>> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw unusable(path, 'it cannot be read');
  });
  const lines = text.split(/\r?\n/).map((line) => line.replace(/#.*$/, '').trim());
  return new Map(lines.flatMap((line, at) => (line === '' ? [] : [pinIn(line, at + 1, path)])));
}

function pinIn(line: string, number: number, path: string): readonly [string, string] {
  const match = /^([A-Za-z0-9][A-Za-z0-9._-]*)==([A-Za-z0-9][A-Za-z0-9.+!_-]*)$/.exec(line);
  if (match?.[1] === undefined || match[2] === undefined)
    throw unusable(path, `line ${number} is not name==version`);
  return [match[1].toLowerCase(), match[2]];
}

function unusable(path: string, why: string): Failure {
  return new Failure({
    kind: 'usage',
    code: 'pins-file',
    found: `--pins ${path}: ${why}.`,
    need: 'Lines such as torch==2.11.0+cpu.',
  });
}
