import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeLog } from '../../../../src/sdnext/log/decode-log.ts';
import { logFindings } from '../../../../src/sdnext/log/log-findings.ts';
import { readLog } from '../../../../src/sdnext/log/read-log.ts';

const START = Buffer.from('10:00:00-000001 INFO     Starting SD.Next\n');
const WORDS = [
  ...[
    '10:00:01-000001 ERROR    ',
    ' | sd | INFO | x | ',
    'Engine: ',
    'compute=',
    'device=',
    'cpu',
    'cuda',
    'openvino',
    'GPU.1',
  ],
  ...[
    'Torch ',
    '2.0.1+cpu',
    'Torch parameters: backend=',
    'Device: active="',
    '" devices=[',
    "{'CPU': 'x'}",
    ']',
    "Args: ['",
    '--use-',
  ],
  ...[
    '\r',
    '\n',
    '\u001b[31m',
    '\u001b]8;;',
    '                         ',
    '│ ',
    'ModuleNotFoundError: No module named ',
    "'",
    '"',
  ],
] as const;
const soup = fc
  .array(fc.oneof(fc.constantFrom(...WORDS), fc.string()), { maxLength: 60 })
  .map((parts) => parts.join(''));

test('no bytes make the reader fail, and its lines are lines of the log', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 500 }), soup, (bytes, text) => {
      const log = decodeLog(Buffer.concat([START, Buffer.from(bytes), Buffer.from(`\n${text}`)]));
      const reading = readLog(log);
      expect(reading).not.toBeNull();
      if (reading === null) return;
      const last = log.split('\n').length;
      for (const { line, text: quoted } of reading.evidence) {
        expect(line).toBeGreaterThan(0);
        expect(line).toBeLessThanOrEqual(last);
        expect(quoted.length).toBeLessThan(400);
      }
      expect(new Set(reading.problems).size).toBe(reading.problems.length);
      expect(logFindings(reading, 'x.log')[0]?.id).toBe('log.what-ran');
    }),
    { seed: 20261123, numRuns: 500 },
  );
});
