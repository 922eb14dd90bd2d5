import { expect, test } from 'vitest';
import type { RuntimeReply } from '../../../src/proof/replies/runtime-reply.ts';
import { evenly, timingsOf } from '../../../src/proof/runtime/timings.ts';

const reply = (latenciesMs: number[]): RuntimeReply => ({
  error: null,
  importMs: 1,
  versions: {},
  library: null,
  outputs: [],
  repeat: null,
  loop: { latenciesMs, sums: [], again: [], wallMs: 1 },
  memoryPeakBytes: null,
});

test('a long loop is told by 200 latencies in order, from its first to its last, the counts stay whole', () => {
  const timings = timingsOf(reply(Array.from({ length: 5000 }, (_, at) => 5000 - at)));
  const told = timings?.latenciesMs ?? [];
  expect([told.length, told[0], told.at(-1)]).toEqual([200, 5000, 1]);
  expect([timings?.inferences, timings?.medianInferMs]).toEqual([5000, 2501]);
  const steps = told.slice(1).map((each, at) => (told[at] ?? 0) - each);
  expect(Math.max(...steps) - Math.min(...steps)).toBeLessThanOrEqual(1);
});

test('a short loop is told whole, to the microsecond', () => {
  expect(timingsOf(reply([1.234567, 2, 1.5]))?.latenciesMs).toEqual([1.235, 2, 1.5]);
  expect(evenly([3, 1, 2], 3)).toEqual([3, 1, 2]);
});

test('a run without a loop tells no latencies', () => {
  expect(timingsOf({ ...reply([]), loop: undefined })).not.toHaveProperty('latenciesMs');
});
