import { expect, test } from 'vitest';
import type { Facts, Gpu } from '../../../src/hardware/facts.ts';
import { decide } from '../../../src/variants/decide.ts';
import type { Variant } from '../../../src/variants/decision.ts';
import { machine } from './machines.ts';

const nvidia = (given: Partial<Gpu>): Gpu => ({
  ...{ vendor: 'nvidia', vendorId: '10de', kernelDriver: 'nvidia', pciClass: '0300', present: true },
  ...given,
});
const intel = (given: Partial<Gpu>): Gpu => ({
  ...{ vendor: 'intel', vendorId: '8086', kernelDriver: 'xe', pciClass: '0300', present: true },
  ...given,
});
const amd = (given: Partial<Gpu>): Gpu => ({
  ...{ vendor: 'amd', vendorId: '1002', kernelDriver: 'amdgpu', pciClass: '0300', present: true },
  ...given,
});
const RTX3060 = nvidia({ deviceId: '2504', pci: '0000:01:00.0', driverVersion: '580.95.05' });

function chosen(gpus: readonly Gpu[], given: Partial<Facts> = {}, variant: Variant | null = null) {
  const facts: Facts = {
    schema: 'sdn.facts/1',
    os: { platform: 'linux', arch: 'x64', name: 'Ubuntu 24.04 LTS' },
    gpus: [...gpus],
    npus: [],
    ...given,
  };
  const decision = decide(facts, { variant, index: null, torchSpec: null });
  return { ...decision, codes: decision.problems.map(({ code }) => code) };
}

test.each([
  ['580.95.05', '580.95.05', 'cuda', []],
  ['580.95.05', '575.57.08', 'cpu', ['driver-mismatch']],
  ['580.95.05', null, 'cuda', []],
  [null, '580.95.05', 'cuda', []],
] as const)('a kernel module of %s with a library of %s makes %s', (kernel, library, variant, problems) => {
  const runtimes = { 'nvidia-kernel': kernel, 'nvidia-library': library, cuda: 'installed' };
  const { variant: found, codes } = chosen([RTX3060], { runtimes });
  expect([found, codes]).toEqual([variant, problems]);
});

test.each([
  ['0,GPU-1f2e', 'a number and a name'],
  ['GPU-1f2e,0', 'a name and a number'],
  ['MIG-1f2e', 'an instance'],
])('CUDA_VISIBLE_DEVICES=%s names cards that facts cannot match, so none is taken for hidden', (value) => {
  const second = nvidia({ deviceId: '2504', pci: '0000:02:00.0', driverVersion: '580.95.05' });
  const { variant, codes } = chosen([RTX3060, second], { env: { CUDA_VISIBLE_DEVICES: value } });
  expect([variant, codes]).toEqual(['cuda', []]);
});

test('strength is generation squared times memory, and a card without a size is judged by its generation', () => {
  const old = nvidia({ deviceId: '1b80', pci: '0000:01:00.0', driverVersion: '580.95.05', vramBytes: 24e9 });
  const young = nvidia({ deviceId: '2504', pci: '0000:02:00.0', driverVersion: '580.95.05', vramBytes: 8e9 });
  expect(chosen([old, young]).selected?.pci).toBe('0000:01:00.0');
  expect(chosen([{ ...old, vramBytes: null }, young]).selected?.pci).toBe('0000:02:00.0');
  expect(chosen([{ ...old, vramBytes: 12e9 }, young]).selected?.pci).toBe('0000:02:00.0');
});

test('of two Arc cards the one that a guest keeps is named, the other is used', () => {
  const kept = intel({ deviceId: '56a0', pci: '0000:03:00.0', kernelDriver: 'vfio-pci' });
  const free = intel({ deviceId: 'e20b', pci: '0000:04:00.0' });
  const { variant, selected, codes } = chosen([kept, free]);
  expect([variant, selected?.pci, codes]).toEqual(['xpu', '0000:04:00.0', ['gpu-bound-to-vfio']]);
  expect(chosen([kept]).variant).toBe('cpu');
  const asked = chosen([kept], {}, 'xpu');
  expect([asked.variant, asked.codes]).toEqual(['xpu', ['gpu-bound-to-vfio']]);
});

test.each([
  ['1f08', 'sudo ubuntu-drivers install'],
  ['1b80', 'branch 580'],
  ['1381', 'branch 580'],
  ['102d', 'branch 470'],
])('without a driver, card %s is told of %s', (deviceId, words) => {
  const { problems } = chosen([nvidia({ deviceId, kernelDriver: null, pci: '0000:01:00.0' })]);
  expect(problems.map(({ code }) => code)).toEqual(['nvidia-driver-missing']);
  expect(problems[0]?.remedy).toContain(words);
});

test('a Kepler card beside a newer one is named as what no build serves', () => {
  const k40 = nvidia({
    deviceId: '1024',
    pci: '0000:02:00.0',
    driverVersion: '580.95.05',
    name: 'Tesla K40c',
  });
  const { variant, selected, env, problems } = chosen([RTX3060, k40]);
  expect([variant, selected?.pci, env.CUDA_VISIBLE_DEVICES]).toEqual(['cuda', '0000:01:00.0', '0']);
  expect(problems.map(({ code, remedy }) => [code, remedy])).toEqual([
    ['no-kernels-for-gpu', 'No torch build has kernels for it'],
  ]);
});

test('an AMD card that lacks its driver is no reason to take the Arc beside it', () => {
  const radeon = amd({ deviceId: '744c', pci: '0000:03:00.0', kernelDriver: null });
  const probes = [{ id: 'kfd', status: 'absent' as const }];
  const { variant, codes } = chosen([radeon, intel({ deviceId: '7d55', pci: '0000:00:02.0' })], { probes });
  expect([variant, codes]).toEqual(['cpu', ['amd-driver-missing']]);
});

test.each([
  ['rocminfo', { rocminfo: false }],
  ['rocm', { rocm: false }],
])('WSL2: where %s says that it is not there, a known target does not speak for the runtime', (_, tools) => {
  const os = { platform: 'linux' as const, arch: 'x64' as const, wsl: true };
  expect(chosen([amd({ gfx: 'gfx1100', kernelDriver: null })], { os, tools }).codes).toEqual([
    'rocm-runtime-missing',
  ]);
});

test("OpenVINO is offered for Intel's NPU and not for that of another maker", () => {
  const npus = [
    { vendor: 'amd', name: 'XDNA' },
    { vendor: 'intel', name: 'AI Boost' },
  ];
  const why = chosen([], { npus }).alternatives.find(({ variant }) => variant === 'openvino')?.why;
  expect(why).toBe('AI Boost, processor; only when asked');
});

test('what only differs in its driver differs only in its index', () => {
  const facts = machine('nvidia-rtx3060-580');
  const gpus = (facts.gpus ?? []).map((gpu) => ({ ...gpu, driverVersion: '550.54.14' }));
  expect(chosen(gpus).index).toBe('cu126');
});

test('where no driver serves any card, the oldest index that one of them could use sets the need', () => {
  const k80 = nvidia({
    deviceId: '102d',
    pci: '0000:02:00.0',
    driverVersion: '440.33.01',
    name: 'Tesla K80',
  });
  const rtx5090 = nvidia({ deviceId: '2b85', pci: '0000:01:00.0', driverVersion: '440.33.01' });
  const { variant, codes, problems } = chosen([rtx5090, k80]);
  expect([variant, codes]).toEqual([null, ['driver-too-old']]);
  expect(problems[0]?.text).toContain('cu118 needs 450.80.02 or newer');
});

test('cards without an address keep the order in which they were told', () => {
  const kepler = nvidia({ deviceId: '1024', driverVersion: '580.95.05', pci: '0000:09:00.0' });
  const unplaced = nvidia({ deviceId: '2504', driverVersion: '580.95.05', pci: null });
  expect(chosen([kepler, unplaced]).env.CUDA_VISIBLE_DEVICES).toBe('1');
  expect(chosen([unplaced, kepler]).env.CUDA_VISIBLE_DEVICES).toBe('0');
  expect(chosen([kepler, { ...unplaced, pci: '0000:02:00.0' }]).env.CUDA_VISIBLE_DEVICES).toBe('0');
});

test.each([
  ['10.0.26100.1', 'cpu', ['intel-driver-missing']],
  ['32.0.101.6739', 'xpu', []],
  [null, 'xpu', []],
])("Windows: an Arc card on driver %s, Windows' own or Intel's", (driverVersion, variant, codes) => {
  const os = { platform: 'win32' as const, arch: 'x64' as const };
  const found = chosen([{ vendor: 'intel', vendorId: '8086', deviceId: '56a0', driverVersion }], { os });
  expect([found.variant, found.codes]).toEqual([variant, codes]);
});

test.each([
  ['a driver is unknown while nobody read the bus', { probes: [] }, null, 'xpu'],
  [
    'the bus was read and no driver holds it',
    { probes: [{ id: 'pci', status: 'ok' as const }] },
    null,
    'cpu',
  ],
  [
    'a render node is its own',
    { probes: [{ id: 'pci', status: 'ok' as const }] },
    '/dev/dri/renderD128',
    'xpu',
  ],
])('an Arc card of which %s', (_, given, node, variant) => {
  const arc = intel({ deviceId: '56a0', pci: '0000:03:00.0', kernelDriver: null, node });
  expect(chosen([arc], given).variant).toBe(variant);
});

test('who asks for xpu by name gets it, with what is missing beside it', () => {
  const arc = intel({ deviceId: '56a0', pci: '0000:03:00.0', kernelDriver: null });
  const { variant, codes } = chosen([arc], { probes: [{ id: 'pci', status: 'ok' }] }, 'xpu');
  expect([variant, codes]).toEqual(['xpu', ['intel-driver-missing']]);
});

test.each([
  ['5.15.148-tegra', 'arm64', '8.7', 'cpu', ['jetson-unsupported']],
  ['6.8.12-tegra', 'arm64', '11.0', 'cuda', []],
  ['6.8.0-generic', 'arm64', '8.7', 'cuda', []],
] as const)('Linux %s on %s with capability %s', (release, arch, computeCapability, variant, codes) => {
  const os = { platform: 'linux' as const, arch, release };
  const found = chosen([nvidia({ computeCapability, driverVersion: '580.95.05' })], { os });
  expect([found.variant, found.codes]).toEqual([variant, codes]);
});

test.each([
  [{ tools: { 'nvidia-smi': true } }, 'sudo modprobe nvidia'],
  [{ runtimes: { cuda: '580.95.05' } }, 'sudo modprobe nvidia'],
  [{}, 'sudo ubuntu-drivers install'],
  [{ tools: { 'nvidia-smi': false } }, 'sudo ubuntu-drivers install'],
])('a card that no driver holds, on a system with %j, is told to %s', (given, remedy) => {
  const { problems } = chosen([nvidia({ deviceId: '2504', kernelDriver: null })], given);
  expect(problems[0]?.code).toBe('nvidia-driver-missing');
  expect(problems[0]?.remedy).toContain(remedy);
});

test.each([
  ['denied', 'other', ['render-access-denied']],
  ['ok', 'denied', []],
  [null, 'denied', ['render-access-denied']],
] as const)('render node %s of the card counts more than that of another, %s', (access, probe, codes) => {
  const probes = [{ id: 'render', status: probe === 'denied' ? ('denied' as const) : ('ok' as const) }];
  const arc = intel({ deviceId: '56a0', node: '/dev/dri/renderD129', access });
  expect(chosen([arc], { probes }).codes).toEqual(codes);
});

test.each([
  ['Ubuntu 24.04.3 LTS', 'sudo apt install libze-intel-gpu1'],
  ['Fedora Linux 43', 'sudo dnf install intel-level-zero'],
  ['Arch Linux', 'sudo pacman -S intel-compute-runtime'],
  ['NixOS 25.11', 'https://dgpu-docs.intel.com'],
])('%s without Level Zero is told how to get it', (name, remedy) => {
  const os = { platform: 'linux' as const, arch: 'x64' as const, name };
  const arc = intel({ deviceId: 'e20b', pci: '0000:03:00.0' });
  const looked = (status: 'ok' | 'absent' | 'timeout') => ({ probes: [{ id: 'intel-runtime', status }], os });
  for (const status of ['ok', 'absent'] as const) {
    const { variant, problems } = chosen([arc], looked(status));
    expect([variant, problems.map(({ code }) => code)]).toEqual(['xpu', ['intel-runtime-missing']]);
    expect(problems[0]?.remedy).toContain(remedy);
  }
  expect(chosen([arc], { ...looked('ok'), runtimes: { levelZero: 'installed' } }).codes).toEqual([]);
  expect(chosen([arc], looked('timeout')).codes).toEqual([]);
  expect(chosen([arc], { os }).codes).toEqual([]);
});

const ARC_INSIDE = intel({ deviceId: '7d55', pci: '0000:00:02.0' });

test('an AMD card that no wheel serves leaves the way to the Arc beside it, since nothing can be put right', () => {
  const { variant, codes } = chosen([amd({ deviceId: '67df', pci: '0000:03:00.0' }), ARC_INSIDE]);
  expect([variant, codes]).toEqual(['xpu', ['no-kernels-for-gpu']]);
});

test.each([
  ['amdgpu', 'amdgpu', 'kfd-missing'],
  [null, 'amdgpu', 'kfd-missing'],
  [null, null, 'amd-driver-missing'],
])('without /dev/kfd, cards driven by %s and %s lack %s', (first, second, code) => {
  const cards = [first, second].map((kernelDriver, at) =>
    amd({ deviceId: '744c', pci: `0000:0${at + 3}:00.0`, kernelDriver }),
  );
  expect(chosen(cards, { probes: [{ id: 'kfd', status: 'absent' }] }).codes).toEqual([code]);
});

test('Windows: AMD cards of two families do not fit into one environment, two of one family do', () => {
  const os = { platform: 'win32' as const, arch: 'x64' as const };
  const card = (deviceId: string): Gpu => ({ vendor: 'amd', vendorId: '1002', deviceId, present: true });
  const left = (gpus: readonly Gpu[]) =>
    chosen(gpus, { os }).reasons.filter(({ code }) => code === 'device-left-out').length;
  expect([left([card('744c'), card('7550')]), left([card('744c'), card('7480')])]).toEqual([1, 0]);
});

test.each([
  ['timeout', [null, ['probe-failed']]],
  ['crashed', [null, ['probe-failed']]],
  ['absent', ['cpu', ['nvidia-driver-missing']]],
] as const)(
  'a card that sleeps not, of which no driver is known and nvidia-smi ended as %s',
  (status, expected) => {
    const card = nvidia({ deviceId: '2504', kernelDriver: null });
    const { variant, codes } = chosen([card], { probes: [{ id: 'nvidia-smi', status }] });
    expect([variant, codes]).toEqual(expected);
  },
);

test.each([
  ['asleep and nothing of the driver is here', ['absent', 'absent'], ['cpu', ['nvidia-driver-missing']]],
  ['asleep and the module is loaded', ['absent', 'ok'], [null, ['probe-failed']]],
  ['asleep and the tool is here', ['ok', 'absent'], [null, ['probe-failed']]],
] as const)('a card that is %s', (_, [smi, module], expected) => {
  const probes = [
    { id: 'nvidia-smi', status: smi },
    { id: 'nvidia-module', status: module },
  ];
  const { variant, codes } = chosen([nvidia({ deviceId: '28a0', kernelDriver: null, power: 'off' })], {
    probes,
  });
  expect([variant, codes]).toEqual(expected);
});

test.each([
  [
    'Unable to determine the device handle for GPU0000:02:00.0: GPU is lost.  Reboot the system to recover this GPU',
  ],
  ['Unable to determine the device handle for GPU 00000000:02:00.0: Unknown Error'],
])('a card that fell off the bus is named, and the others are used: %s', (detail) => {
  const card = (pci: string) => nvidia({ deviceId: '2504', pci, driverVersion: '580.95.05' });
  const given = { probes: [{ id: 'nvidia-smi', status: 'crashed' as const, detail }] };
  const both = chosen([card('0000:01:00.0'), card('0000:02:00.0')], given);
  expect([both.variant, both.selected?.pci, both.codes]).toEqual(['cuda', '0000:01:00.0', ['gpu-lost']]);
  const alone = chosen([card('0000:02:00.0')], given);
  expect([alone.variant, alone.codes]).toEqual(['cpu', ['gpu-lost']]);
  expect(chosen([card('0000:03:00.0')], given).codes).toEqual([]);
});

const INSTALLED: Partial<Facts> = {
  probes: [
    { id: 'pci', status: 'ok' },
    { id: 'nvidia-smi', status: 'ok', detail: "couldn't communicate with the NVIDIA driver" },
  ],
};

test.each([
  ['Linux', { platform: 'linux', arch: 'x64' }, 'sudo modprobe nvidia'],
  ['Windows', { platform: 'win32', arch: 'x64' }, 'Install the NVIDIA driver: https://'],
  ['WSL2', { platform: 'linux', arch: 'x64', wsl: true }, 'Install the NVIDIA driver in Windows'],
] as const)('%s: a tool that finds no driver is cured where the driver lives', (_, os, remedy) => {
  const { problems } = chosen([nvidia({ deviceId: '2504', kernelDriver: null })], { ...INSTALLED, os });
  expect(problems.map((each) => each.remedy)).toEqual([expect.stringContaining(remedy)]);
});

test('of two cards one asleep is enough not to know', () => {
  const awake = nvidia({ deviceId: '2504', kernelDriver: null, pci: '0000:01:00.0', power: 'on' });
  const asleep = nvidia({ deviceId: '2504', kernelDriver: null, pci: '0000:02:00.0', power: 'off' });
  expect(chosen([awake, asleep], { tools: { 'nvidia-smi': true } }).codes).toEqual(['probe-failed']);
  expect(chosen([awake], { tools: { 'nvidia-smi': true } }).codes).toEqual(['nvidia-driver-missing']);
});

test('a card left out of a container is a choice only where another of its make was let in', () => {
  const os = { platform: 'linux' as const, arch: 'x64' as const, container: true };
  const arc = (access: 'ok' | 'absent', pci: string) => intel({ deviceId: '56a0', pci, access });
  const radeon = amd({ deviceId: '744c', pci: '0000:05:00.0', access: 'ok' });
  const given = (gpus: readonly Gpu[]) => {
    const { variant, codes, reasons } = chosen(gpus, { os });
    return [variant, codes, reasons.some(({ code }) => code === 'device-not-passed')];
  };
  const outside = arc('absent', '0000:03:00.0');
  expect(given([outside, arc('ok', '0000:04:00.0')])).toEqual(['xpu', [], true]);
  expect(given([outside, radeon])).toEqual(['rocm', [], false]);
  expect(given([outside])).toEqual(['cpu', ['gpu-not-passed-through'], false]);
});

test.each([
  ['opencl:cpu;level_zero:0', 'xpu'],
  ['level_zero:0;opencl:cpu', 'xpu'],
  ['*:gpu', 'xpu'],
  ['!opencl:*', 'xpu'],
  ['opencl:cpu', 'cpu'],
  ['level_zero:cpu', 'cpu'],
])('ONEAPI_DEVICE_SELECTOR=%s leaves %s', (ONEAPI_DEVICE_SELECTOR, variant) => {
  const { variant: found } = chosen([intel({ deviceId: '56a0' })], { env: { ONEAPI_DEVICE_SELECTOR } });
  expect(found).toBe(variant);
});

test('a card of which nothing is known but its make is told of no branch of the driver', () => {
  const { problems } = chosen([nvidia({ deviceId: 'ffff', name: null, kernelDriver: null })]);
  expect(problems[0]?.remedy).toBe('sudo ubuntu-drivers install    (then a restart)');
});

test.each([
  ['its module is not loaded', INSTALLED, 'nvidia-driver-missing'],
  [
    'it was left out of the container',
    {
      os: { platform: 'linux' as const, arch: 'x64' as const, container: true },
      probes: [{ id: 'nvidia-device', status: 'absent' as const }],
    },
    'gpu-not-passed-through',
  ],
  [
    'library and module differ',
    { runtimes: { 'nvidia-kernel': '580.1', 'nvidia-library': '575.1' } },
    'driver-mismatch',
  ],
])(
  'an NVIDIA card that could work but for this, %s, is no reason to take the Arc beside it',
  (_, given, code) => {
    const card = nvidia({ deviceId: '2504', kernelDriver: null, pci: '0000:01:00.0' });
    const { variant, codes } = chosen([card, ARC_INSIDE], given);
    expect([variant, codes]).toEqual(['cpu', [code]]);
  },
);

test('an Arc card is without a driver only where the bus itself was read', () => {
  const arc = intel({ deviceId: '56a0', kernelDriver: null });
  const probes = [
    { id: 'pci', status: 'timeout' as const },
    { id: 'render', status: 'ok' as const },
  ];
  expect(chosen([arc], { probes }).variant).toBe('xpu');
});

test('in WSL2 no kernel driver holds a card, and none is missed', () => {
  const os = { platform: 'linux' as const, arch: 'x64' as const, wsl: true };
  const arc = intel({ deviceId: '56a0', kernelDriver: null });
  expect(chosen([arc], { os, probes: [{ id: 'pci', status: 'ok' }] }).variant).toBe('xpu');
});
