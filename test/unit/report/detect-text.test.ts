import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import type { Report } from '../../../src/report/document.ts';
import type { Style } from '../../../src/report/style.ts';
import { textLines } from '../../../src/report/text/text.ts';
import { decide } from '../../../src/variants/decide.ts';
import { expectations, machine, requestFor } from '../variants/machines.ts';

const GOLDEN = new URL('../../golden/detect/texts/', import.meta.url);
const STYLES = {
  wide: { color: false, unicode: true, width: 100, verbose: false, quiet: false },
  'wide-color': { color: true, unicode: true, width: 100, verbose: false, quiet: false },
  narrow: { color: false, unicode: true, width: 80, verbose: false, quiet: false },
  'narrow-color': { color: true, unicode: true, width: 80, verbose: false, quiet: false },
  'narrow-ascii': { color: false, unicode: false, width: 80, verbose: false, quiet: false },
} satisfies Record<string, Style>;

type Expectation = (typeof expectations)[number];

function textOf([name, expected]: Expectation, style: Style): string {
  const facts = machine(name);
  const decision = decide(facts, requestFor(expected));
  const report = { command: 'detect', verdict: 'ready', facts, decision, next: ['sdn install'] };
  return `${textLines(report as unknown as Report, style).join('\n')}\n`;
}

/** All machines in one file a style: one diff shows what a change of wording does everywhere. */
function book(style: Style): string {
  return expectations.map((each) => `##### ${each[0]}\n${textOf(each, style)}`).join('\n');
}

test.each(Object.entries(STYLES))('the text of every machine, %s', (name, style) => {
  const file = new URL(`${name}.txt`, GOLDEN);
  if (process.env.UPDATE_GOLDEN === '1') {
    mkdirSync(GOLDEN, { recursive: true });
    writeFileSync(file, book(style));
  }
  expect(book(style)).toBe(readFileSync(file, 'utf8'));
});

test.each(expectations)(
  '%s fits the terminal, apart from commands and addresses that stay whole',
  (...each) => {
    for (const style of Object.values(STYLES)) {
      for (const line of stripVTControlCharacters(textOf(each, style)).split('\n')) {
        const breakable = !/^\s+Fix {2}|https:\/\//.test(line);
        if (breakable) expect(line.length, line).toBeLessThanOrEqual(style.width);
      }
    }
  },
);

test.each(['wide', 'narrow'] as const)('colour changes nothing but colour, %s', (width) => {
  for (const each of expectations) {
    const colored = textOf(each, { ...STYLES[width], color: true });
    expect(stripVTControlCharacters(colored)).toBe(textOf(each, STYLES[width]));
    expect(colored).not.toBe(textOf(each, STYLES[width]));
  }
});

test('a terminal without Unicode gets none of ours', () => {
  for (const each of expectations) expect(textOf(each, STYLES['narrow-ascii'])).toMatch(/^[\x00-\x7f]*$/);
});
