import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { knownCommands } from '../../../src/cli/completion/known-command.ts';
import { reference } from '../../../src/cli/reference.ts';

const { commands } = JSON.parse(readFileSync('oclif.manifest.json', 'utf8'));
const known = knownCommands(Object.values(commands));
const pages = readdirSync('docs').map((name) => ({ name, text: readFileSync(`docs/${name}`, 'utf8') }));

test('the reference is the one of this command table', () => {
  expect(readFileSync('docs/reference.md', 'utf8'), 'run: npm run build').toBe(
    `${reference(known).join('\n')}\n`,
  );
});

describe.each(pages)('docs/$name', ({ text }) => {
  test('names only files that are there', () => {
    const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, path = '']) => path);
    for (const path of links) expect(() => readFileSync(`docs/${path}`)).not.toThrow();
    const paths = [...text.matchAll(/`((?:src|templates|test)\/[a-z][\w./-]*)`/g)].map(
      ([, path = '']) => path,
    );
    const missing = paths.filter((path) => !exists(path));
    expect(missing).toEqual([]);
  });
});

function exists(path: string): boolean {
  try {
    if (path.endsWith('/')) readdirSync(path);
    else readFileSync(path);
    return true;
  } catch {
    return false;
  }
}
