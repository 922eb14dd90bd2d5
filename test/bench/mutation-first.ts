// The cheapest honest look at a mutant: every machine's decision and text, as the golden files have them. Ends with 1 where one differs.
import { readFileSync } from 'node:fs';
import type { Report } from '../../src/report/document.ts';
import { textLines } from '../../src/report/text/text.ts';
import { decide } from '../../src/variants/decide.ts';
import { expectations, machine, requestFor } from '../unit/variants/machines.ts';

const GOLDEN = new URL('../golden/detect/texts/wide.txt', import.meta.url);
const STYLE = { color: false, unicode: true, width: 100, verbose: false, quiet: false };

const book = expectations.map(([name, expected]) => {
  const facts = machine(name);
  const decision = decide(facts, requestFor(expected));
  const report = { command: 'detect', verdict: 'ready', facts, decision, next: ['sdn install'] };
  return `##### ${name}\n${textLines(report as unknown as Report, STYLE).join('\n')}\n`;
});
process.exitCode = book.join('\n') === readFileSync(GOLDEN, 'utf8') ? 0 : 1;
