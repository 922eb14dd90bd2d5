import { expect, test } from 'vitest';
import { Failure } from '../../../src/findings/failure.ts';
import { parseFacts } from '../../../src/hardware/parse-facts.ts';

const SMALLEST = { schema: 'sdn.facts/1', os: { platform: 'linux', arch: 'x64' } };
const parsed = (value: unknown) =>
  parseFacts(typeof value === 'string' ? value : JSON.stringify(value), 'facts.json');

function refusal(value: unknown): string {
  try {
    parsed(value);
  } catch (error) {
    if (error instanceof Failure && error.kind === 'usage') return error.message;
    throw error;
  }
  return 'accepted';
}

test('only schema, platform and architecture have to be known', () => {
  expect(parsed(SMALLEST)).toEqual(SMALLEST);
});

test('every field may be null, which is unknown', () => {
  const unknown = {
    cpu: null,
    memory: null,
    disk: null,
    python: null,
    pythons: null,
    gpus: null,
    npus: null,
    runtimes: null,
    tools: null,
    env: null,
    probes: null,
  };
  expect(refusal({ ...SMALLEST, ...unknown })).toBe('accepted');
});

test('fields that a later sdn adds are kept', () => {
  expect(parsed({ ...SMALLEST, more: { x: 1 }, gpus: [{ vendor: 'nvidia', uuid: 'GPU-1' }] })).toMatchObject({
    more: { x: 1 },
    gpus: [{ uuid: 'GPU-1' }],
  });
});

test.each([
  [{ ...SMALLEST, schema: 'sdn.facts/2' }, 'schema'],
  [{ ...SMALLEST, os: { platform: 'beos', arch: 'x64' } }, 'os.platform'],
  [{ ...SMALLEST, os: undefined }, 'os'],
  [{ ...SMALLEST, gpus: [{ vendor: 'nvidia' }, { vendor: 'nvida' }] }, 'gpus[1].vendor'],
  [{ ...SMALLEST, gpus: [{ vendor: 'nvidia', vramBytes: '8' }] }, 'gpus[0].vramBytes'],
  [{ ...SMALLEST, gpus: [{ vendor: 'nvidia', vramBytes: -1 }] }, 'gpus[0].vramBytes'],
  [{ ...SMALLEST, gpus: {} }, 'gpus'],
  [{ ...SMALLEST, gpus: Array.from({ length: 257 }, () => ({ vendor: 'amd' })) }, 'gpus'],
  [{ ...SMALLEST, probes: [{ id: 'pci', status: 'fine' }] }, 'probes[0].status'],
  [{ ...SMALLEST, env: { CUDA_VISIBLE_DEVICES: 0 } }, 'env.CUDA_VISIBLE_DEVICES'],
  [[], 'the document'],
  [{ ...SMALLEST, cpu: [] }, 'cpu'],
  [{ ...SMALLEST, env: [] }, 'env'],
  ['{', 'it is not JSON'],
  [{ ...SMALLEST, x: 'x'.repeat(4097) }, 'longer than 4096'],
  [`${'['.repeat(100_000)}${']'.repeat(100_000)}`, 'nested deeper'],
])('%j is refused by the name of the field', (value, field) => {
  expect(refusal(value)).toContain(
    `facts.json: ${field}`.replace('facts.json: longer', 'longer').replace('facts.json: nested', 'nested'),
  );
});

test('text loses what could steer a terminal, in values and in names', () => {
  const facts = parsed({
    ...SMALLEST,
    gpus: [{ vendor: 'nvidia', name: 'RTX\u001b[2J\n\u202e 3060' }],
    env: { 'A\u0007': 'b' },
  });
  expect(facts.gpus?.[0]?.name).toBe('RTX\ufffd[2J \ufffd 3060');
  expect(Object.keys(facts.env ?? {})).toEqual(['A\ufffd']);
});

test('a report that holds facts is as good as the facts', () => {
  expect(parsed({ schema: 'sdn.report/1', command: 'detect', facts: SMALLEST })).toEqual(SMALLEST);
});

test('a byte order mark is no error', () => {
  expect(parsed(`\ufeff${JSON.stringify(SMALLEST)}`)).toEqual(SMALLEST);
});

test('text longer than any facts are is refused before it is read', () => {
  expect(() => parseFacts('['.repeat(16 * 1024 * 1024 + 1), 'x')).toThrow(
    'x: the file is longer than 16 MiB',
  );
});

test('thirty-two levels are read, one more is refused by its depth', () => {
  const nested = (levels: number) =>
    `{"schema":"sdn.facts/1","os":{"platform":"linux","arch":"x64"},"x":${'['.repeat(levels)}${']'.repeat(levels)}}`;
  expect(parseFacts(nested(31), 'x').schema).toBe('sdn.facts/1');
  expect(() => parseFacts(nested(40), 'x')).toThrow('nested deeper than 32 levels');
});
