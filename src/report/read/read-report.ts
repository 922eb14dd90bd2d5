import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import * as v from 'valibot';
import { whyUnreadable } from '../../system/why-unreadable.ts';
import { type SavedReport, SavedReportSchema } from './saved-report.ts';

/** A report, or why the file is none. */
export type ReadReport =
  | { readonly ok: true; readonly report: SavedReport }
  | { readonly ok: false; readonly reason: string };

/** No run writes a report of this size; a file of that size is something else. */
const LARGEST_BYTES = 64 * 1024 * 1024;

/**
 * Reads one report of `--format json`, or the last line of one of `--format ndjson`. Never throws.
 * Reading is synchronous: with thousands of small files waiting costs more than reading.
 */
export function readReport(path: string): ReadReport {
  try {
    return parsed(textOf(path));
  } catch (error) {
    return { ok: false, reason: whyUnreadable(error) };
  }
}

function textOf(path: string): string {
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    if (size > LARGEST_BYTES) throw new Error(`it has ${size} bytes, too many for a report`);
    return readFileSync(file, 'utf8');
  } finally {
    closeSync(file);
  }
}

function parsed(text: string): ReadReport {
  if (text.trim() === '') return { ok: false, reason: 'it is empty' };
  const value = jsonOf(text.replace(/^\ufeff/, '')) ?? jsonOf(text.trim().split('\n').at(-1) ?? '');
  if (value === null) return { ok: false, reason: 'it is not JSON, or cut off' };
  const result = v.safeParse(SavedReportSchema, value, { abortEarly: true });
  if (result.success) return { ok: true, report: result.output };
  return { ok: false, reason: reasonOf(value, result.issues[0]) };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function reasonOf(value: unknown, issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue);
  const schema = typeof value === 'object' && value !== null && 'schema' in value ? value.schema : null;
  if (path === 'schema' || schema === null)
    return `it is not a report of schema sdn.report/1 (schema: ${JSON.stringify(schema)})`;
  return `${path ?? 'it'}: ${issue.message}`;
}
