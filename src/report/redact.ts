import { type Identity, identityOf } from '../system/identity.ts';
import type { System } from '../system/system.ts';
import { commandRules } from './redact/commands.ts';
import { nameRules } from './redact/names.ts';
import { applied, type Rule } from './redact/rule.ts';
import { holdsSecret, SECRETS } from './redact/secrets.ts';

/** Takes what is private out of a document: values and keys. Numbers, booleans and its own words stay as they were. */
export type Redact = <Document>(document: Document) => Document;

/** What takes home folder, user and host names, tokens and passwords out of documents. Commands stay pasteable. */
export function redactor(system: System): Redact {
  return redactorFor(identityOf(system));
}

/** The same for a machine described by `identity`. */
export function redactorFor(identity: Identity): Redact {
  const rules = [...SECRETS, ...nameRules(identity)];
  const around: Around = { rules, commands: [...SECRETS, ...commandRules(identity), ...rules], key: null };
  return <Document>(document: Document) => walk(document, around) as Document;
}

type Around = {
  readonly rules: readonly Rule[];
  readonly commands: readonly Rule[];
  readonly key: string | null;
};

/** Where the document keeps lines that are meant to be pasted. */
const PASTED = new Set(['commands', 'hints', 'next', 'remedy']);

function walk(value: unknown, around: Around): unknown {
  if (typeof value === 'string') return changed(value, around);
  if (Array.isArray(value)) return value.map((each, at) => walkItem(each, value[at - 1], around));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [applied(around.rules, key), walk(each, { ...around, key })]),
  );
}

/** In `["--token", "abc"]` the secret is known by its neighbour. */
function walkItem(item: unknown, before: unknown, around: Around): unknown {
  const named = typeof before === 'string' && /^--?\w/.test(before) && holdsSecret(before);
  return named && typeof item === 'string' ? '***' : walk(item, around);
}

function changed(text: string, { key, rules, commands }: Around): string {
  if (key !== null && holdsSecret(key) && text !== '') return '***';
  return applied(key !== null && PASTED.has(key) ? commands : rules, text);
}
