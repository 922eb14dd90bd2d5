import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { inventory } from '../../../src/hardware/inventory.ts';
import { decide } from '../../../src/variants/decide.ts';
import { NOTHING_ASKED } from '../../../src/variants/request.ts';
import { fakeLinux, pciDevice, type Tree, together } from './fake-machine.ts';

const HOST_BRIDGE = pciDevice('0000:00:00.0', { class: '0x060000', vendor: '0x8086', device: '0x0d57' });

async function seen(...parts: readonly Tree[]) {
  const system = fakeLinux(together(HOST_BRIDGE, ...parts));
  const facts = await inventory(system, { dir: '.' });
  return { system, facts, decision: decide(facts, NOTHING_ASKED) };
}

test('a virtual machine without any has an empty list, not an unknown one', async () => {
  const { facts, decision } = await seen();
  expect([facts.gpus, facts.npus, decision.variant]).toEqual([[], [], 'cpu']);
});

test('no bus and no tool is unknown, not none', async () => {
  const facts = await inventory(fakeLinux({}), { dir: '.' });
  expect(facts.gpus).toBe(null);
  expect(decide(facts, NOTHING_ASKED).problems.map(({ code }) => code)).toEqual(['probe-failed']);
});

const RADEON = pciDevice('0000:67:00.0', {
  class: '0x030000',
  vendor: '0x1002',
  device: '0x744c',
  driver: 'amdgpu',
  removable: 'removable',
});
const PHOENIX = pciDevice('0000:04:00.0', {
  class: '0x038000',
  vendor: '0x1002',
  device: '0x15bf',
  driver: 'amdgpu',
  removable: 'fixed',
});
const KFD: Tree = {
  files: {
    '/sys/class/kfd/kfd/topology/nodes/0/properties':
      'cpu_cores_count 16\nsimd_count 0\ngfx_target_version 0\n',
    '/sys/class/kfd/kfd/topology/nodes/1/properties':
      'simd_count 24\ngfx_target_version 110003\nvendor_id 4098\ndevice_id 5567\nlocation_id 1024\ndomain 0\n',
    '/sys/class/kfd/kfd/topology/nodes/2/properties':
      'simd_count 384\ngfx_target_version 110000\nvendor_id 4098\ndevice_id 29772\nlocation_id 26368\ndomain 0\n',
    '/dev/kfd': '',
    '/dev/dri/renderD128': '',
  },
};

test('the topology of the kernel adds gfx targets to the cards on the bus, by address', async () => {
  const { facts, decision } = await seen(PHOENIX, RADEON, KFD);
  expect(facts.gpus?.map(({ pci, gfx, external }) => ({ pci, gfx, external }))).toEqual([
    { pci: '0000:04:00.0', gfx: 'gfx1103', external: false },
    { pci: '0000:67:00.0', gfx: 'gfx1100', external: true },
  ]);
  expect([decision.variant, decision.selected?.pci, decision.env]).toEqual([
    'rocm',
    '0000:67:00.0',
    { HIP_VISIBLE_DEVICES: '1' },
  ]);
  expect(decision.reasons.map(({ code }) => code)).toContain('external-device');
});

test('nodes that exist and cannot be opened are denied', async () => {
  const system = fakeLinux(together(HOST_BRIDGE, RADEON, KFD));
  for (const node of ['/dev/kfd', '/dev/dri/renderD128']) chmodSync(join(system.root, node), 0o000);
  const facts = await inventory(system, { dir: '.' });
  const statuses = Object.fromEntries((facts.probes ?? []).map(({ id, status }) => [id, status]));
  const root = process.getuid?.() === 0;
  expect([statuses.kfd, statuses.render]).toEqual(root ? ['ok', 'ok'] : ['denied', 'denied']);
});

test('an NPU is a device and no GPU', async () => {
  const npu = pciDevice('0000:00:0b.0', {
    class: '0x120000',
    vendor: '0x8086',
    device: '0x7d1d',
    driver: 'intel_vpu',
  });
  const arc = pciDevice('0000:00:02.0', {
    class: '0x030000',
    vendor: '0x8086',
    device: '0x7d55',
    driver: 'xe',
  });
  const { facts, decision } = await seen(npu, arc, { files: { '/dev/accel/accel0': '' } });
  expect(facts.npus).toEqual([
    { vendor: 'intel', vendorId: '8086', deviceId: '7d1d', kernelDriver: 'intel_vpu', pci: '0000:00:0b.0' },
  ]);
  expect([facts.gpus?.length, decision.variant]).toEqual([1, 'xpu']);
});

test('a sleeping card is here and off', async () => {
  const card = pciDevice('0000:01:00.0', {
    class: '0x030200',
    vendor: '0x10de',
    device: '0x1d52',
    driver: 'nvidia',
    power: 'D3cold',
  });
  const { facts } = await seen(card);
  expect(facts.gpus?.[0]).toMatchObject({ power: 'off', present: true, kernelDriver: 'nvidia' });
});

test('WSL2: the cards come from the tools, the driver number is that of Windows', async () => {
  const { facts, decision } = await seen({
    files: { '/proc/version': 'Linux version 6.6.87.2-microsoft-standard-WSL2' },
    programs: { '/usr/lib/wsl/lib/nvidia-smi': 'nvidia-smi/healthy' },
  });
  expect([facts.os.wsl, facts.gpus?.length, decision.variant, decision.index]).toEqual([
    true,
    1,
    'cuda',
    'cu132',
  ]);
});

test('a container says so, and a card that was not passed in is named', async () => {
  const card = pciDevice('0000:01:00.0', {
    class: '0x030000',
    vendor: '0x10de',
    device: '0x2504',
    driver: 'nvidia',
  });
  const { facts, decision } = await seen(card, {
    files: { '/.dockerenv': '', '/sys/module/nvidia/version': '580.95.05\n' },
  });
  expect(facts.os.container).toBe(true);
  expect(decision.problems.map(({ code }) => code)).toEqual(['gpu-not-passed-through']);
});

test('a library of another version than the module is a mismatch, without asking any tool', async () => {
  const card = pciDevice('0000:01:00.0', {
    class: '0x030000',
    vendor: '0x10de',
    device: '0x2504',
    driver: 'nvidia',
  });
  const { decision } = await seen(card, {
    files: { '/sys/module/nvidia/version': '595.71.05\n', '/usr/lib/x86_64-linux-gnu/libcuda.so.595.80': '' },
    links: { '/usr/lib/x86_64-linux-gnu/libcuda.so.1': 'libcuda.so.595.80' },
  });
  expect(decision.problems.map(({ code }) => code)).toEqual(['driver-mismatch']);
});

test('system, memory limit and C library are read below the root that is looked at', async () => {
  const { facts } = await seen({
    files: {
      '/etc/os-release': 'NAME="Alpine"\nPRETTY_NAME="Alpine Linux v3.22"\n',
      '/lib/ld-musl-x86_64.so.1': '',
      '/proc/sys/kernel/osrelease': '6.12.1\n',
      '/proc/meminfo': 'MemTotal:       16000000 kB\nMemAvailable:    8000000 kB\n',
      '/sys/fs/cgroup/memory.max': '4294967296\n',
      '/proc/cpuinfo':
        'processor\t: 0\nvendor_id\t: GenuineIntel\nmodel name\t: Intel(R) Core(TM) Ultra 7 155H\nphysical id\t: 0\ncore id\t\t: 0\nflags\t\t: fpu avx avx2 avx_vnni\n\nprocessor\t: 1\nphysical id\t: 0\ncore id\t\t: 0\n\n',
    },
  });
  expect(facts.os).toMatchObject({ name: 'Alpine Linux v3.22', libc: 'musl', release: '6.12.1' });
  expect(facts.memory).toEqual({
    totalBytes: 16000000 * 1024,
    availableBytes: 8000000 * 1024,
    limitBytes: 4294967296,
  });
  expect(facts.cpu).toEqual({
    vendor: 'GenuineIntel',
    brand: 'Intel(R) Core(TM) Ultra 7 155H',
    flags: ['avx', 'avx2', 'avx_vnni'],
    cores: 1,
    threads: 2,
  });
});

test('variables that hide devices are part of the facts', async () => {
  const { facts } = await seen({ env: { CUDA_VISIBLE_DEVICES: '', HOME_OF_NOBODY: 'x' } });
  expect(facts.env).toEqual({ CUDA_VISIBLE_DEVICES: '' });
});

const ARC = pciDevice('0000:03:00.0', {
  class: '0x030000',
  vendor: '0x8086',
  device: '0x56a0',
  driver: 'i915',
});
const UHD = pciDevice('0000:00:02.0', {
  class: '0x030000',
  vendor: '0x8086',
  device: '0x4692',
  driver: 'i915',
});
const NODES: Tree = {
  files: {
    '/sys/bus/pci/devices/0000:03:00.0/drm/card1/dev': '',
    '/sys/bus/pci/devices/0000:03:00.0/drm/renderD129/dev': '',
    '/sys/bus/pci/devices/0000:00:02.0/drm/card0/dev': '',
    '/sys/bus/pci/devices/0000:00:02.0/drm/renderD128/dev': '',
    '/dev/dri/renderD128': '',
  },
};

test('a container that was given one card of two has that one', async () => {
  const { facts, decision } = await seen(ARC, UHD, NODES, { files: { '/.dockerenv': '' } });
  expect(facts.gpus?.map(({ node, access }) => [node, access])).toEqual(
    expect.arrayContaining([
      ['/dev/dri/renderD128', 'ok'],
      ['/dev/dri/renderD129', 'absent'],
    ]),
  );
  expect([decision.variant, decision.problems.map(({ code }) => code)]).toEqual([
    'cpu',
    ['gpu-not-passed-through'],
  ]);
  expect(decision.problems[0]?.text).toContain('/dev/dri/renderD129 is not in this container');
  const both = { '/.dockerenv': '', '/dev/dri/renderD129': '' };
  const bare = await seen(ARC, UHD, NODES, { files: both });
  expect([bare.decision.variant, bare.decision.problems.map(({ code }) => code)]).toEqual([
    'xpu',
    ['intel-runtime-missing'],
  ]);
  const levelZero = {
    '/usr/lib/x86_64-linux-gnu/libze_loader.so.1': '',
    '/usr/lib/x86_64-linux-gnu/libze_intel_gpu.so.1': '',
  };
  const whole = await seen(ARC, UHD, NODES, { files: { ...both, ...levelZero } });
  expect([whole.decision.variant, whole.decision.problems]).toEqual(['xpu', []]);
});

test('the memory of an AMD card is what its driver says', async () => {
  const { facts } = await seen(RADEON, {
    files: { '/sys/bus/pci/devices/0000:67:00.0/mem_info_vram_total': '25753026560\n' },
  });
  expect(facts.gpus?.[0]?.vramBytes).toBe(25753026560);
});

const WSL: Tree = { files: { '/proc/version': 'Linux version 6.6.87.2-microsoft-standard-WSL2' } };

test.each([
  ['SYCL lists them', { '/usr/bin/sycl-ls': 'sycl-ls/arc', '/usr/bin/clinfo': 'clinfo/meteor-lake' }, '56a0'],
  ['only OpenCL is there', { '/usr/bin/clinfo': 'clinfo/meteor-lake' }, '7d55'],
] as const)('WSL2 with Intel graphics, where %s', async (_, programs, deviceId) => {
  const { facts, decision } = await seen(WSL, { programs });
  expect(facts.gpus?.map((gpu) => [gpu.vendor, gpu.deviceId])).toEqual([['intel', deviceId]]);
  expect([decision.variant, decision.selected?.deviceId]).toEqual(['xpu', deviceId]);
});

test('a runtime that is slow to start is not asked where the bus is there to be read', async () => {
  const { facts } = await seen(ARC, { programs: { '/usr/bin/sycl-ls': 'sycl-ls/arc' } });
  expect((facts.probes ?? []).map(({ id }) => id)).not.toContain('sycl-ls');
});

test.each([
  ['freebsd', 'x64'],
  ['linux', 'riscv64'],
  ['linux', 'arm'],
] as const)('%s on %s is refused by its name, not taken for something else', async (platform, arch) => {
  const refused = await inventory({ ...fakeLinux({}), platform, arch }).catch((error: unknown) => error);
  expect(refused).toMatchObject({ kind: 'unsupported', message: `This is ${platform} on ${arch}.` });
});

const CARD = (address: string, device: string) =>
  pciDevice(address, { class: '0x030000', vendor: '0x10de', device, driver: 'nvidia' });
const DOCKER: Tree = {
  files: { '/.dockerenv': '', '/sys/module/nvidia/version': '580.95.05\n', '/dev/nvidia0': '' },
};

test('a container that was given one of the NVIDIA cards does not count on the others', async () => {
  const cards = [CARD('0000:01:00.0', '0x2504'), CARD('0000:02:00.0', '0x1b80')];
  const smi: Tree = { programs: { '/usr/bin/nvidia-smi': 'nvidia-smi/healthy' } };
  const { facts, decision } = await seen(...cards, DOCKER, smi);
  expect(facts.gpus?.map(({ pci, access }) => [pci, access])).toEqual([
    ['0000:01:00.0', 'ok'],
    ['0000:02:00.0', 'absent'],
  ]);
  expect([decision.index, decision.env, decision.problems]).toEqual(['cu132', {}, []]);
  expect(decision.reasons.map(({ code }) => code)).toContain('device-not-passed');
});

test("AMD's NPU calls itself a signal processing controller and is an NPU", async () => {
  const npu = pciDevice('0000:c5:00.1', {
    class: '0x118000',
    vendor: '0x1022',
    device: '0x17f0',
    driver: 'amdxdna',
  });
  const audio = pciDevice('0000:c4:00.5', { class: '0x048000', vendor: '0x1022', device: '0x15e2' });
  const { facts } = await seen(npu, audio);
  expect(facts.npus).toEqual([
    { vendor: 'amd', vendorId: '1022', deviceId: '17f0', kernelDriver: 'amdxdna', pci: '0000:c5:00.1' },
  ]);
  expect(facts.gpus).toEqual([]);
});

test.each([
  [
    '22 1 0:40 / / rw - overlay overlay rw,lowerdir=/var/lib/containerd/io.containerd.snapshotter.v1/1/fs',
    true,
  ],
  ['22 1 0:40 / / rw - overlay overlay rw,lowerdir=/var/lib/containers/storage/overlay/l/X', true],
  ['22 1 0:40 / / rw - overlay composefs ro,lowerdir=/run/ostree/.private/cfsroot-lower', false],
  [
    '22 1 0:40 / / rw - ext4 /dev/sda1 rw\n23 1 0:41 / /var/lib/docker/x rw - overlay overlay rw,lowerdir=/var/lib/docker/y',
    false,
  ],
])('the root of a pod says that it is one: %s', async (mountinfo, container) => {
  const { facts } = await seen({
    files: { '/proc/self/mountinfo': `${mountinfo}\n`, '/proc/1/cgroup': '0::/\n' },
  });
  expect(facts.os.container).toBe(container);
});

test('what a container may use of the processor is a fact, in both versions of cgroups', async () => {
  const limitWith = async (files: Record<string, string>) => (await seen({ files })).facts.cpu?.limit;
  const old = '/sys/fs/cgroup/cpu/cpu.cfs';
  expect([
    await limitWith({ '/sys/fs/cgroup/cpu.max': '250000 100000\n' }),
    await limitWith({ [`${old}_quota_us`]: '400000\n', [`${old}_period_us`]: '100000\n' }),
    await limitWith({}),
  ]).toEqual([2.5, 4, undefined]);
});

test('WSL2 without any runtime: nothing is seen, the tools are absent, and that is said', async () => {
  const { facts, decision } = await seen(WSL);
  const statuses = Object.fromEntries((facts.probes ?? []).map(({ id, status }) => [id, status]));
  expect(statuses).toMatchObject({ 'sycl-ls': 'absent', clinfo: 'absent', rocminfo: 'absent' });
  expect([facts.gpus, decision.variant]).toEqual([[], 'cpu']);
  expect(decision.reasons.map(({ code }) => code)).toContain('gpu-not-visible');
});
