import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { styleFor } from '../../../../src/report/style.ts';
import { textLines } from '../../../../src/report/text/text.ts';
import { decodeLog } from '../../../../src/sdnext/log/decode-log.ts';
import { logFindings } from '../../../../src/sdnext/log/log-findings.ts';
import { readLog } from '../../../../src/sdnext/log/read-log.ts';

const folder = new URL('../../../fixtures/logs/', import.meta.url);
const strings = v.array(v.string());
const Case = v.object({
  file: v.string(),
  requested: v.nullable(v.string()),
  expected: v.object({
    backend: v.string(),
    device: v.nullable(v.string()),
    acceleratorInUse: v.nullable(v.boolean()),
    problems: strings,
    mayAlso: strings,
    mustMention: strings,
  }),
});
const index = v.parse(
  v.object({ cases: v.array(Case) }),
  JSON.parse(readFileSync(new URL('index.json', folder), 'utf8')),
);

describe.each(index.cases)('$file', ({ file, requested, expected }) => {
  const reading = readLog(decodeLog(readFileSync(new URL(file, folder))));
  if (reading === null) throw new Error(`${file} was not taken for a log of SD.Next`);

  test('says what really ran', () => {
    expect(reading.backend).toBe(expected.backend);
    expect(reading.device).toBe(expected.device);
    expect(reading.requested).toBe(requested);
    // null is "not decidable": there, both null and false are right.
    const right = expected.acceleratorInUse === null ? [null, false] : [expected.acceleratorInUse];
    expect(right).toContain(reading.acceleratorInUse);
  });

  test('finds every fault and raises no false alarm', () => {
    expect(reading.problems).toEqual(expect.arrayContaining(expected.problems));
    expect([...expected.problems, ...expected.mayAlso]).toEqual(
      expect.arrayContaining([...reading.problems]),
    );
  });

  test('names in its explanation what a reader has to know', () => {
    const text = explained(reading, file);
    for (const words of expected.mustMention)
      expect(text).toMatch(new RegExp(words.replaceAll('.', '\\.'), 'i'));
  });
});

function explained(reading: NonNullable<ReturnType<typeof readLog>>, file: string): string {
  const style = styleFor({ columns: 80 }, { verbose: true, quiet: false, color: false }, {});
  const report = {
    schema: 'sdn.report/1',
    tool: { name: 'sdn', version: '0', node: 'v24' },
    command: 'doctor',
    args: {},
    startedAt: '',
    durationMs: 0,
    verdict: 'ready',
    exitCode: 0,
    counts: { pass: 0, info: 0, warn: 0, fail: 0, skip: 0, unknown: 0 },
    redacted: true,
    log: reading,
    findings: logFindings(reading, file),
  } as const;
  return textLines(report, style).join(' ').replace(/\s+/g, ' ');
}
