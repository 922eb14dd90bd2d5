import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { activityOf } from '../../../src/proof/runtime/activity.ts';
import type { Beat } from '../../../src/proof/sampling/beats.ts';
import { type Watched, watcher } from '../../../src/proof/sampling/watch.ts';
import { thisMachine } from '../../../src/system/this-machine.ts';

const NOTHING = { cpuSeconds: null, waitingSeconds: null, drm: null, pids: [], gpuEngines: null };
const CARD = '0000:03:00.0';
const drm = (busyMs: number) => [
  { driver: 'i915', pci: CARD, client: '7', busyNs: busyMs * 1e6, cycles: {} },
];
const watched = (beats: readonly Beat[]): Watched => {
  const [before, after] = [beats[0], beats.at(-1)];
  if (before === undefined || after === undefined) throw new Error('no beats');
  return { before: { ...NOTHING, ...before }, after: { ...NOTHING, ...after }, beats: beats.slice(1, -1) };
};
const loop = { latenciesMs: [100, 100, 100], sums: [], again: [], wallMs: 300 };

test('a card is busy from one look to the next by its own counter, other cards do not count', () => {
  const seen = watched(
    [0, 50, 150, 150].map((busy, at) => ({ at: at * 100, drm: drm(busy), npuBusyUs: null })),
  );
  expect(activityOf(seen, loop, { device: 'GPU.0', pci: CARD })).toEqual([
    { atMs: 100, busy: 0.5, inferences: 1 },
    { atMs: 200, busy: 1, inferences: 2 },
    { atMs: 300, busy: 0, inferences: 3 },
  ]);
  expect(activityOf(seen, loop, { device: 'GPU.1', pci: '0000:04:00.0' })).toEqual([]);
  expect(activityOf(seen, loop, { device: 'CPU', pci: null })).toEqual([]);
});

test('an NPU is busy by the counter of the NPU', () => {
  const seen = watched([0, 80_000].map((npuBusyUs, at) => ({ at: at * 100, drm: null, npuBusyUs })));
  expect(activityOf(seen, loop, { device: 'NPU', pci: null })).toMatchObject([{ atMs: 100, busy: 0.8 }]);
});

test('where no counter is, nothing is drawn', () => {
  const seen = watched([0, 100].map((at) => ({ at, drm: null, npuBusyUs: null })));
  expect(activityOf(seen, loop, { device: 'GPU.0', pci: CARD })).toEqual([]);
  expect(activityOf(null, loop, { device: 'NPU', pci: null })).toEqual([]);
});

test.runIf(process.platform !== 'win32')(
  'the counters are read while the loop runs, where there are any',
  async () => {
    const root = await mkdtemp(join(tmpdir(), 'sdn-beats-'));
    const node = join(root, 'sys/class/accel/accel0/device');
    const system = { ...thisMachine(new AbortController().signal), root, platform: 'linux' } as const;
    const run = async () => {
      const watch = watcher(system, 'process');
      await watch.onReady('loop', 4711);
      await sleep(450);
      await watch.onReady('loop-done', 4711);
      return watch.watched()?.beats;
    };
    expect(await run()).toEqual([]);
    await mkdir(node, { recursive: true });
    await writeFile(join(node, 'npu_busy_time_us'), '4200\n');
    const beats = (await run()) ?? [];
    expect(beats.length).toBeGreaterThan(0);
    expect(beats[0]).toMatchObject({ npuBusyUs: 4200 });
    await rm(root, { recursive: true });
  },
);
