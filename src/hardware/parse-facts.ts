import * as v from 'valibot';
import { Failure } from '../findings/failure.ts';
import { safeLine } from '../report/safe.ts';
import { type Facts, FactsSchema } from './facts.ts';

/** A facts file is not longer than this. */
export const MOST_BYTES = 16 * 1024 * 1024;
const DEEPEST = 32;

/**
 * Facts from the text of a file, schema `sdn.facts/1`. Every string leaves without control characters.
 * Throws `Failure` (usage, `bad-facts`) with the name of the field that is wrong: `gpus[1].vendor`.
 */
export function parseFacts(text: string, source: string): Facts {
  if (text.length > MOST_BYTES) throw badFacts(source, 'the file is longer than 16 MiB');
  const value = parsed(text, source);
  if (deeper(value)) throw badFacts(source, `the file is nested deeper than ${DEEPEST} levels`);
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
    found: safeLine(`${source}: ${found}`).slice(0, 600),
    need: 'facts as sdn detect --json prints them (schema sdn.facts/1)',
    fix: ['sdn detect --json --output facts.json'],
  });
}

/** `gpus[1].vendor: "nvida" is not one of nvidia, amd, intel, apple, other` */
function wrong(issue: v.BaseIssue<unknown>): string {
  const path = (issue.path ?? [])
    .map(({ key }) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('');
  const field = path.replace(/^\./, '') || 'the document';
  return `${field}: expected ${issue.expected ?? 'something else'}, found ${issue.received}`;
}

/** Walks without recursion: the depth is what is in question. */
function deeper(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEEPEST) return true;
    level = level.flatMap((each) => (typeof each === 'object' && each !== null ? Object.values(each) : []));
  }
  return false;
}

/** Facts of this machine, with the same care for what devices call themselves. */
export function cleanFacts(facts: Facts): Facts {
  return v.parse(FactsSchema, clean(facts));
}

function clean(value: unknown): unknown {
  if (typeof value === 'string') return safeLine(value);
  if (Array.isArray(value)) return value.map(clean);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [safeLine(key), clean(each)]));
}
