import { hostname, userInfo } from 'node:os';
import type { System } from '../system/system.ts';
import type { Report } from './document.ts';

const CREDENTIALS = /([a-z][a-z0-9+.-]*:\/\/)[^/\s@]+@/gi;
const TOKENS = /\b(?:hf_|ghp_|gho_|github_pat_|glpat-|pypi-)[A-Za-z0-9_-]{8,}/g;

/** The report without home folder, user and host names, tokens and URL credentials. */
export function redact(report: Report, system: System): Report {
  const rules = replacements(system);
  return walk(report, (text) =>
    rules.reduce((rest, [pattern, by]) => rest.replace(pattern, by), text),
  ) as Report;
}

type Rule = readonly [RegExp, string];

function replacements(system: System): readonly Rule[] {
  const names: Rule[] = [];
  if (system.home.length > 1) names.push([literal(system.home, '(?=[/\\\\]|$|[^\\w.-])'), '~']);
  for (const [name, by] of [
    [userInfo().username, 'USER'],
    [hostname(), 'HOST'],
  ] as const) {
    if (name.length > 2 && name !== 'root' && name !== 'localhost')
      names.push([literal(name, '\\b', '\\b'), by]);
  }
  return [[CREDENTIALS, '$1***@'], [TOKENS, '***'], ...names];
}

function literal(text: string, after: string, before = ''): RegExp {
  return new RegExp(before + text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&') + after, 'g');
}

function walk(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((each) => walk(each, change));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [change(key), walk(each, change)]));
}
