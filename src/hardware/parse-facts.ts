import * as v from 'valibot';
import { Failure } from '../findings/failure.ts';
import { safe } from '../findings/safe.ts';
import { type Facts, FactsSchema } from './facts.ts';

/** A facts file is not longer than this. */
export const MOST_BYTES = 16 * 1024 * 1024;
const DEEPEST = 32;
const LONGEST = 4096;

/**
 * Facts from the text of a file, schema `sdn.facts/1`. Every string leaves without control characters.
 * Throws `Failure` (usage, `bad-facts`) with the name of the field that is wrong: `gpus[1].vendor`.
 */
export function parseFacts(text: string, source: string): Facts {
  if (text.length > MOST_BYTES) throw badFacts(source, 'the file is longer than 16 MiB');
  const value = parsed(text, source);
  const wrongSize = outsized(value);
  if (wrongSize !== null) throw badFacts(source, wrongSize);
  const result = v.safeParse(FactsSchema, clean(factsIn(value)), { abortEarly: true });
  if (result.success) return result.output;
  throw badFacts(source, wrong(result.issues[0]));
}

/** A report of sdn (`sdn.report/1`) carries the facts of its machine. */
function factsIn(value: unknown): unknown {
  const report = v.safeParse(v.looseObject({ schema: v.literal('sdn.report/1'), facts: v.unknown() }), value);
  return report.success ? report.output.facts : value;
}

function parsed(text: string, source: string): unknown {
  if (text.trim() === '') throw badFacts(source, 'it is empty');
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw badFacts(source, `it is not JSON: ${error instanceof Error ? error.message : 'unreadable'}`);
  }
}

function badFacts(source: string, found: string): Failure {
  return new Failure({
    kind: 'usage',
    code: 'bad-facts',
    found: inOneLine(`${source}: ${found}`.slice(0, 600)),
    need: 'Facts as sdn detect --json prints them (schema sdn.facts/1).',
    fix: ['sdn detect --json --output facts.json'],
  });
}

/** `gpus[1].vendor: "nvida" is not one of nvidia, amd, intel, apple, other` */
function wrong(issue: v.BaseIssue<unknown>): string {
  const field = fieldOf(issue);
  if (issue.received === 'undefined') return `${field} is missing`;
  const expected = issue.type === 'custom' ? issue.message : (issue.expected ?? 'something else');
  const found = issue.received === 'Array' ? 'a list' : issue.received;
  return `${field}: expected ${expected}, found ${found}`;
}

function fieldOf(issue: v.BaseIssue<unknown>): string {
  const path = (issue.path ?? [])
    .map(({ key }) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('');
  return path.replace(/^\./, '') || 'the document';
}

/** What makes a document no description of a machine: it is too deep, or a text in it too long. Null: neither. */
function outsized(value: unknown): string | null {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEEPEST) return `it is nested deeper than ${DEEPEST} levels`;
    if (level.some(isLong)) return `a text in it is longer than ${LONGEST} characters`;
    level = level.flatMap(childrenOf);
  }
  return null;
}

function childrenOf(value: unknown): unknown[] {
  return typeof value === 'object' && value !== null ? Object.entries(value).flat() : [];
}

function isLong(value: unknown): boolean {
  return typeof value === 'string' && value.length > LONGEST;
}

/** Facts of this machine, with the same care for what devices call themselves. */
export function cleanFacts(facts: Facts): Facts {
  return v.parse(FactsSchema, clean(facts));
}

function clean(value: unknown): unknown {
  if (typeof value === 'string') return inOneLine(value);
  if (Array.isArray(value)) return value.map(clean);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [inOneLine(key), clean(each)]));
}

/** Nothing left that could steer a terminal; time grows with the length and no faster. */
function inOneLine(text: string): string {
  return safe(text.replace(/[\r\n\t]+/g, ' '));
}
