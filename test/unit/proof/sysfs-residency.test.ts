import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { sysfsResidencyChannel } from '../../../src/proof/channels/sysfs-residency.ts';
import { cardResidency } from '../../../src/proof/sampling/card-residency.ts';
import type { Glance, Watched } from '../../../src/proof/sampling/watch.ts';
import { watcher } from '../../../src/proof/sampling/watch.ts';
import { thisMachine } from '../../../src/system/this-machine.ts';
import { scratch } from '../../fixtures/scratch.ts';

const PCI = '0000:03:00.0';

/** `/sys` as i915 (two GTs, and as an old kernel has it), xe and amdgpu lay it out; openvino.md 4.2. */
function machine() {
  const { folder, given } = scratch();
  const card = (number: number, driver: string, pci: string) =>
    given(
      `sys/class/drm/card${number}/device/uevent`,
      `DRIVER=${driver}\nPCI_CLASS=30000\nPCI_SLOT_NAME=${pci}\n`,
    );
  card(0, 'i915', '0000:00:02.0');
  given('sys/class/drm/card0/gt/gt0/rc6_residency_ms', '120034\n');
  given('sys/class/drm/card0/gt/gt1/rc6_residency_ms', '130034\n');
  given('sys/class/drm/card0/power/rc6_residency_ms', '1\n');
  card(1, 'xe', PCI);
  given('sys/class/drm/card1/device/tile0/gt0/gtidle/idle_residency_ms', '9000\n');
  given('sys/class/drm/card1/device/tile0/gt1/gtidle/idle_residency_ms', '9500\n');
  card(2, 'amdgpu', '0000:0a:00.0');
  given('sys/class/drm/card2/device/gpu_busy_percent', '7\n');
  card(3, 'i915', '0000:00:03.0');
  given('sys/class/drm/card3/power/rc6_residency_ms', '77\n');
  card(4, 'nvidia', '0000:01:00.0');
  given('sys/class/drm/card1-DP-1/status', 'connected\n');
  given('sys/class/drm/renderD128/device/uevent', 'PCI_SLOT_NAME=0000:03:00.0\n');
  return {
    folder,
    system: { ...thisMachine(new AbortController().signal), platform: 'linux', root: folder } as const,
  };
}

test('the sleep of every card is read where its driver keeps it', async () => {
  const cards = await cardResidency(machine().system);
  expect(cards).toHaveLength(4);
  expect(cards).toEqual(
    expect.arrayContaining([
      { pci: '0000:00:02.0', driver: 'i915', idleMs: { gt0: 120034, gt1: 130034 }, busyPercent: null },
      { pci: PCI, driver: 'xe', idleMs: { 'tile0.gt0': 9000, 'tile0.gt1': 9500 }, busyPercent: null },
      { pci: '0000:0a:00.0', driver: 'amdgpu', idleMs: {}, busyPercent: 7 },
      { pci: '0000:00:03.0', driver: 'i915', idleMs: { gt0: 77 }, busyPercent: null },
    ]),
  );
  const elsewhere = { ...machine().system, root: '/nowhere' };
  expect([
    await cardResidency(elsewhere),
    await cardResidency({ ...machine().system, platform: 'win32' }),
  ]).toEqual([null, null]);
});

type Told = { readonly rest?: number; readonly loop?: number; readonly pci?: string };

/** 400 ms of rest and 2 s of loop, in each of which the card slept for so many milliseconds. */
function xe({ rest = 400, loop = 0, pci = PCI }: Told): Watched {
  const cards = (ms: number) => [
    { pci, driver: 'xe', idleMs: { 'tile0.gt0': ms, 'tile0.gt1': 9e9 }, busyPercent: null },
  ];
  const glance = (at: number, ms: number): Glance => ({
    ...{ at, cpuSeconds: null, waitingSeconds: null, drm: null, npuBusyUs: null, pids: [], gpuEngines: null },
    cards: cards(ms),
  });
  const from = { at: 0, cards: cards(1000) };
  return {
    before: glance(500, 1000 + rest),
    after: glance(2500, 1000 + rest + loop),
    rest: { from, to: { at: 400, cards: cards(1000 + rest) } },
  };
}

test.each([
  ['asleep before, awake in the loop', xe({ loop: 100 }), 'agrees'],
  ['asleep before and in the loop', xe({ loop: 1990 }), 'disagrees'],
  ['awake for a third of the loop', xe({ loop: 1300 }), 'absent'],
  ['awake before the loop too', xe({ rest: 10, loop: 0 }), 'absent'],
  ['a counter that stands still', xe({ rest: 0, loop: 0 }), 'absent'],
  ['a counter that runs backwards', xe({ rest: -300, loop: 0 }), 'absent'],
  ['a counter faster than time', xe({ rest: 900, loop: 0 }), 'absent'],
  ['another card', xe({ pci: '0000:00:02.0' }), 'absent'],
  ['nothing before the loop', { ...xe({}), rest: null }, 'absent'],
  ['no loop', null, 'absent'],
] as const)('%s', (_name, watched, verdict) => {
  expect(sysfsResidencyChannel(watched, 'GPU.0', PCI).verdict).toBe(verdict);
});

test.each([
  [2, [95, 99, 97], 'agrees'],
  [2, [0, 1, 0], 'disagrees'],
  [80, [95, 99, 97], 'absent'],
  [2, [20, 30, 25], 'absent'],
] as const)('amdgpu at %d %% before and at %j %% in the loop', (rest, loop, verdict) => {
  const cards = (busyPercent: number) => [{ pci: PCI, driver: 'amdgpu', idleMs: {}, busyPercent }];
  const base = xe({});
  const watched: Watched = {
    before: { ...base.before, cards: cards(rest) },
    after: { ...base.after, cards: cards(loop[2]) },
    rest: { from: { at: 0, cards: cards(rest) }, to: { at: 400, cards: cards(rest) } },
    beats: loop
      .slice(0, 2)
      .map((percent, at) => ({ at: 600 + at, drm: null, npuBusyUs: null, cards: cards(percent) })),
  };
  expect(sysfsResidencyChannel(watched, 'GPU.0', PCI).verdict).toBe(verdict);
});

test('the watcher itself samples it: a card that stops sleeping when the loop begins agrees', async () => {
  const { system, folder } = machine();
  const state = { slept: 0, asleep: true, last: performance.now() };
  const file = join(folder, 'sys/class/drm/card1/device/tile0/gt0/gtidle/idle_residency_ms');
  // A kernel counts at the moment it is read, however busy the machine of this test is.
  const counting = {
    ...system,
    get root() {
      const now = performance.now();
      state.slept += state.asleep ? now - state.last : 0;
      state.last = now;
      writeFileSync(file, `${Math.round(9000 + state.slept)}\n`);
      return folder;
    },
  };
  const watch = watcher(counting, 'device');
  await watch.onReady('loop', process.pid);
  state.asleep = false;
  await pause(500);
  await watch.onReady('loop-done', process.pid);
  const channel = sysfsResidencyChannel(watch.watched(), 'GPU.0', PCI);
  expect(channel, JSON.stringify(channel.detail)).toMatchObject({ says: 'GPU.0', verdict: 'agrees' });
  expect(watch.watched()?.beats?.length).toBeGreaterThan(0);
});
