import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { count, readiness } from '../../../src/findings/summarize.ts';
import type { Report } from '../../../src/report/document.ts';
import { fleetFindings } from '../../../src/report/merge/fleet-findings.ts';
import { mergeReports } from '../../../src/report/merge/merge-reports.ts';
import { reportFiles } from '../../../src/report/merge/report-files.ts';
import { SAMPLES } from '../../fixtures/reports/samples.ts';

const root = mkdtempSync(join(tmpdir(), 'sdn-merge-'));
afterAll(() => rmSync(root, { recursive: true }));

function folderOf(name: string, files: Readonly<Record<string, string>>): string {
  const folder = join(root, name);
  mkdirSync(folder);
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
  return folder;
}

const text = (name: string) => JSON.stringify(SAMPLES[name]);
const merged = (folder: string) => mergeReports(reportFiles([folder]));
const verdictOf = (folder: string) => readiness(count(fleetFindings(merged(folder))));

describe('a fleet', () => {
  test('is grouped by what comes first on the way to the inference', () => {
    const folder = folderOf('causes', {
      'a.json': text('verify-proven'),
      'b.json': text('verify-failed-gpu'),
      'c.json': text('verify-failed-gpu'),
      'd.json': text('verify-contradicted'),
      'e.json': text('usage-error'),
      'f.json': text('detect-hybrid'),
    });
    const fleet = merged(folder);
    expect(fleet.causes.map(({ cause, count: hosts }) => [cause, hosts])).toEqual([
      ['driver.render-access', 2],
      ['inference.torch', 1],
      ['proof.absent', 1],
      ['run.two-variants', 1],
    ]);
    expect(fleet.causes[0]?.hosts.map(({ file }) => file)).toEqual(['b.json', 'c.json']);
    expect([fleet.proven, fleet.notProven, fleet.read]).toEqual([1, 5, 6]);
    expect(verdictOf(folder)).toBe('not-ready');
  });

  test('lists broken files and goes on', () => {
    const folder = folderOf('broken', {
      'good.json': text('verify-proven'),
      'empty.json': '',
      'cut.json': (text('verify-proven') ?? '').slice(0, 300),
      'other.json': '{"schema":"sdn.report/2","verdict":"ready"}',
      'list.json': '[1]',
      'odd.json': '{"schema":"sdn.report/1","verdict":"fine"}',
      'binary.json': '\u0000\u0001\ufffd',
    });
    const fleet = merged(folder);
    expect(fleet.read).toBe(1);
    expect(
      Object.fromEntries(fleet.broken.files.map(({ file, reason }) => [file.split(/[\\/]/).at(-1), reason])),
    ).toEqual({
      'empty.json': 'it is empty',
      'cut.json': 'it is not JSON, or cut off',
      'binary.json': 'it is not JSON, or cut off',
      'other.json': 'it is not a report of schema sdn.report/1 (schema: "sdn.report/2")',
      'list.json': 'it is not a report of schema sdn.report/1 (schema: null)',
      'odd.json': expect.stringContaining('verdict'),
    });
    expect(verdictOf(folder)).toBe('ready-with-warnings');
  });

  test('of nothing but broken files, or of no files, is not known to be well', () => {
    expect(verdictOf(folderOf('all-broken', { 'a.json': '{' }))).toBe('undetermined');
    expect(verdictOf(folderOf('nothing', {}))).toBe('undetermined');
  });

  test('reads the report at the end of a stream of events', () => {
    const folder = folderOf('streams', { 'a.ndjson': `{"t":"step"}\n${text('verify-proven')}\n` });
    expect(merged(folder).proven).toBe(1);
  });

  test('is never proven by a report that only claims it', () => {
    const sample = SAMPLES['verify-proven'] ?? ({} as Report);
    const claims = [
      { ...sample, verdict: 'not-ready' },
      { ...sample, error: { code: 'x', message: 'x', need: null, hints: [], exit: 6 } },
      { ...sample, proof: { ...sample.proof, verdict: 'reported' } },
      { ...sample, proof: null },
    ];
    const folder = folderOf(
      'claims',
      Object.fromEntries(claims.map((each, at) => [`${at}.json`, JSON.stringify(each)])),
    );
    expect(merged(folder).proven).toBe(0);
    expect(merged(folder).read).toBe(4);
  });

  test('keeps counts whole and lists short', () => {
    const folder = folderOf(
      'many',
      Object.fromEntries(Array.from({ length: 620 }, (_, at) => [`${at}.json`, text('verify-failed-gpu')])),
    );
    const [group] = merged(folder).causes;
    expect([group?.count, group?.hosts.length]).toEqual([620, 500]);
  });
});
