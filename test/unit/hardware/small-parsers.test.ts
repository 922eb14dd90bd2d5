import { expect, test } from 'vitest';
import { parseRocmVersion } from '../../../src/hardware/amd/rocm-version.ts';
import { parseSyclLs } from '../../../src/hardware/intel/sycl-ls.ts';
import { parseSystemProfiler } from '../../../src/hardware/mac/system-profiler.ts';
import { mergeGpus } from '../../../src/hardware/merge-gpus.ts';
import { versionOfLibrary } from '../../../src/hardware/nvidia/cuda-library.ts';
import { parseNvidiaSmi } from '../../../src/hardware/nvidia/nvidia-smi.ts';
import { parseNvidiaCsv } from '../../../src/hardware/nvidia/nvidia-smi-csv.ts';
import { parseLspci } from '../../../src/hardware/pci/lspci.ts';
import { pciAddress } from '../../../src/hardware/seen.ts';
import { parseCpuinfo, parseCpuMax } from '../../../src/hardware/system/cpu.ts';
import { parseMounts } from '../../../src/hardware/system/disk.ts';
import { parseOsRelease } from '../../../src/hardware/system/linux-system.ts';
import { parseLimit, parseMeminfo } from '../../../src/hardware/system/memory.ts';
import { parsePythonSays, versionIn } from '../../../src/hardware/system/pythons.ts';
import { parseWindowsDevices } from '../../../src/hardware/windows/video-controllers.ts';
import { nvidiaVersion } from '../../../src/variants/nvidia-driver.ts';
import { compareVersions, numbersOf } from '../../../src/variants/version.ts';

test.each([
  ['/usr/bin/python3.11', '3.11'],
  ['/home/u/.pyenv/versions/3.12.1/bin/python3.12', '3.12.1'],
  ['/home/u/.local/share/uv/python/cpython-3.13.2-linux-x86_64-gnu/bin/python3.13', '3.13.2'],
  ['C:\\Program Files\\Python312\\python.exe', '3.12'],
  ['/Library/Frameworks/Python.framework/Versions/3.11/bin/python3.11', '3.11'],
  ['/opt/homebrew/bin/python3.14t', '3.14'],
  ['/usr/bin/python', null],
] as const)('%s holds version %s', (path, version) => {
  expect(versionIn(path)).toBe(version);
});

test.each([
  ['3.12.4 cpython x86_64 True\n', { version: '3.12.4', implementation: 'cpython', arch: 'x64' }],
  ['3.12.4 cpython arm64 True', { version: '3.12.4', implementation: 'cpython', arch: 'arm64' }],
  ['3.10.1 cpython AMD64 False', { version: '3.10.1', implementation: 'cpython', arch: 'ia32' }],
  ['3.10.14 pypy aarch64 True', { version: '3.10.14', implementation: 'pypy', arch: 'arm64' }],
  ['Traceback', null],
  ['', null],
] as const)('a Python that says %j', (text, expected) => {
  expect(parsePythonSays(text)).toEqual(expected);
});

test.each([
  ['31.0.15.5222', '552.22'],
  ['32.0.15.8102', '581.02'],
  ['27.21.14.5671', '456.71'],
  ['10.0.19041.1', null],
  ['550.144.03', '550.144.03'],
  ['581.80', '581.80'],
  ['580', '580'],
  ['N/A', null],
  ['', null],
  ['0', null],
  [null, null],
] as const)('driver %j is %j', (text, expected) => {
  expect(nvidiaVersion(text)).toBe(expected);
});

test('versions compare by their numbers, with nothing standing for zero', () => {
  const order = ['450.36.06', '450.80.02', '525.60.13', '528.33', '570', '579.99', '580', '580.65.06'];
  expect(order.toReversed().toSorted(compareVersions)).toEqual(order);
  expect(compareVersions('12.0', '12')).toBe(0);
  expect(compareVersions('9.10', '9.9')).toBeGreaterThan(0);
  expect([numbersOf('v1.2'), numbersOf('x'), numbersOf(undefined)]).toEqual([[1, 2], null, null]);
});

test('PCI addresses of every spelling are one', () => {
  expect(['01:00.0', '0000:01:00.0', '00000000:01:00.0', '0000:01:00.0 '].map(pciAddress)).toEqual(
    Array(4).fill('0000:01:00.0'),
  );
  expect([pciAddress('61F0:00:00.0'), pciAddress('1:0.0'), pciAddress('01:00.9')]).toEqual([
    '61f0:00:00.0',
    null,
    null,
  ]);
});

test('ROCm, the C library of CUDA, and the name of a system', () => {
  expect([parseRocmVersion('6.4.1-83\n'), parseRocmVersion('7.14.0'), parseRocmVersion('')]).toEqual([
    '6.4',
    '7.14',
    null,
  ]);
  expect([
    versionOfLibrary('libcuda.so.580.95.05'),
    versionOfLibrary('libcuda.so.1.1'),
    versionOfLibrary('x'),
  ]).toEqual(['580.95.05', null, null]);
  expect([
    parseOsRelease('PRETTY_NAME="Fedora 42"\n'),
    parseOsRelease("PRETTY_NAME='A'"),
    parseOsRelease(''),
  ]).toEqual(['Fedora 42', 'A', null]);
});

test('a limit as large as the machine is none', () => {
  expect([
    parseLimit('max', 10),
    parseLimit('5', 10),
    parseLimit('10', 10),
    parseLimit('9223372036854771712', 10),
    parseLimit('5', null),
  ]).toEqual([null, 5, null, null, null]);
  expect(parseMeminfo('MemTotal:  2 kB\n')).toEqual({ totalBytes: 2048, availableBytes: null });
});

test('the longest mount point is the one a folder is on', () => {
  const mounts = '/dev/a / ext4 rw 0 0\n/dev/b /home btrfs rw 0 0\n/dev/c /home/u/models xfs rw 0 0\n';
  expect(
    ['/home/u/sdnext', '/home/u/models/x', '/homely', '/home'].map((path) => parseMounts(mounts, path)),
  ).toEqual(['btrfs', 'xfs', 'ext4', 'btrfs']);
});

test('an ARM processor has features where others have flags', () => {
  const text = 'processor\t: 0\nFeatures\t: fp asimd asimddp bf16 i8mm sve\n';
  expect(parseCpuinfo(text)).toEqual({
    vendor: null,
    brand: null,
    flags: ['asimd', 'asimddp', 'bf16', 'i8mm', 'sve'],
    cores: null,
    threads: 1,
  });
});

test('two sockets are not one', () => {
  const block = (cpu: number, socket: number, core: number) =>
    `processor : ${cpu}\nphysical id : ${socket}\ncore id : ${core}\n\n`;
  expect(parseCpuinfo(block(0, 0, 0) + block(1, 1, 0) + block(2, 0, 0)).cores).toBe(2);
});

test('Windows: size from the registry, presence from the device tree, one entry or many', () => {
  const video = {
    Name: 'NVIDIA GeForce RTX 3060',
    PNPDeviceID: 'PCI\\VEN_10DE&DEV_2504&SUBSYS_1',
    DriverVersion: '32.0.15.8102',
    Present: true,
  };
  const gone = { Name: 'AMD Radeon RX 580', PNPDeviceID: 'PCI\\VEN_1002&DEV_67DF&SUBSYS_1', Present: false };
  const registry = { MatchingDeviceId: 'pci\\ven_10de&dev_2504', MemorySize: 12884901888 };
  const npu = { Name: 'Intel(R) AI Boost', PNPDeviceID: 'PCI\\VEN_8086&DEV_7D1D&SUBSYS_1' };
  const found = parseWindowsDevices(JSON.stringify({ video: [video, gone], npu, registry }));
  expect(found?.gpus).toEqual([
    {
      vendor: 'nvidia',
      vendorId: '10de',
      deviceId: '2504',
      name: 'NVIDIA GeForce RTX 3060',
      driverVersion: '32.0.15.8102',
      present: true,
      vramBytes: 12884901888,
    },
    { vendor: 'amd', vendorId: '1002', deviceId: '67df', name: 'AMD Radeon RX 580', present: false },
  ]);
  expect(found?.npus).toEqual([
    expect.objectContaining({ vendor: 'intel', deviceId: '7d1d', name: 'Intel(R) AI Boost' }),
  ]);
  expect([parseWindowsDevices('Access denied'), parseWindowsDevices('[]')]).toEqual([null, null]);
});

test('witnesses of the same card add to it, by address, by id, by place; none of them adds a card', () => {
  const cards = [
    { vendor: 'nvidia' as const, pci: '0000:01:00.0', deviceId: '2504' },
    { vendor: 'nvidia' as const, pci: '0000:02:00.0', deviceId: '2204' },
  ];
  const byAddress = mergeGpus(cards, [{ vendor: 'nvidia', pci: '0000:02:00.0', name: 'second' }]);
  expect(byAddress.map(({ name }) => name)).toEqual([undefined, 'second']);
  const byId = mergeGpus(cards, [{ vendor: 'nvidia', deviceId: '2204', name: 'second' }]);
  expect(byId.map(({ name }) => name)).toEqual([undefined, 'second']);
  const byPlace = mergeGpus(cards, [
    { vendor: 'nvidia', name: 'a' },
    { vendor: 'nvidia', name: 'b' },
    { vendor: 'nvidia', name: 'c' },
  ]);
  expect(byPlace.map(({ name }) => name)).toEqual(['a', 'b']);
  expect(
    mergeGpus(cards, [
      { vendor: 'amd', name: 'x' },
      { vendor: 'nvidia', pci: '0000:09:00.0', name: 'x' },
    ]),
  ).toEqual(cards);
  expect(mergeGpus(cards, [{ vendor: 'nvidia', pci: '0000:01:00.0', deviceId: 'ffff' }])[0]?.deviceId).toBe(
    '2504',
  );
});

test('Windows: a size of zero, or of another device, is no size', () => {
  const video = { Name: 'x', PNPDeviceID: 'PCI\\VEN_10DE&DEV_2504' };
  const sizeWith = (registry: unknown) =>
    parseWindowsDevices(JSON.stringify({ video, npu: null, registry }))?.gpus[0]?.vramBytes;
  const row = (id: string, MemorySize: unknown) => ({ MatchingDeviceId: id, MemorySize });
  expect(sizeWith(row('pci\\ven_10de&dev_2504', 0))).toBe(undefined);
  expect(sizeWith(row('pci\\ven_10de&dev_2204', 5))).toBe(undefined);
  expect(sizeWith(row('pci\\ven_1002&dev_2504', 5))).toBe(undefined);
  expect(sizeWith([row('root\\basicdisplay', 7), row('pci\\ven_10de&dev_2504', '5')])).toBe(5);
});

test('macOS: a card in a case outside is external, one inside says nothing of it', () => {
  const bus = (sppci_bus: string) =>
    parseSystemProfiler(
      JSON.stringify({ SPDisplaysDataType: [{ spdisplays_vendor: 'sppci_vendor_amd', sppci_bus }] }),
    )?.[0]?.external;
  expect([bus('spdisplays_thunderbolt'), bus('External'), bus('spdisplays_pcie')]).toEqual([
    true,
    true,
    undefined,
  ]);
});

test('nvidia-smi: a cell that says nothing is no name, and no size', () => {
  const columns = ['name', 'driver_version', 'compute_cap', 'memory.total'];
  expect(parseNvidiaCsv('[N/A], 580.95.05, [N/A], [Unknown Error]', columns)).toEqual([
    { vendor: 'nvidia', driverVersion: '580.95.05' },
  ]);
  expect(parseNvidiaCsv(', 580.95.05', columns)).toEqual([{ vendor: 'nvidia', driverVersion: '580.95.05' }]);
});

test('SYCL: a GPU that only OpenCL knows counts, one that both know counts once, an FPGA never', () => {
  const gpu =
    '[opencl:gpu][opencl:1] Intel(R) OpenCL Graphics, Intel(R) Arc(TM) A380 OpenCL 3.0 NEO  [25.13]';
  const zero = '[level_zero:gpu][level_zero:0] Intel(R) Level-Zero, Intel(R) Arc(TM) A380 12.56.5 [1.6]';
  const other = '[hip:gpu][hip:0] AMD HIP BACKEND, AMD Radeon RX 7600 gfx1102 [HIP 60342.13]';
  const fpga =
    '[opencl:acc][opencl:2] Intel(R) FPGA Emulation, Intel(R) FPGA Emulation Device OpenCL 1.2  [x]';
  expect(parseSyclLs([gpu, fpga, other].join('\n')).map(({ backend }) => backend)).toEqual(['opencl']);
  expect(parseSyclLs([gpu, zero].join('\n')).map(({ backend }) => backend)).toEqual(['level_zero']);
});

test('lspci: a name belongs to an address, and a device that sleeps says so', () => {
  const [card, ...more] = parseLspci(
    '01:00.0 VGA compatible controller [0300]: NVIDIA Corporation GA106 [GeForce RTX 3060] [10de:2504] (rev ff)\n' +
      '01:00.1 Audio device [0403]: NVIDIA Corporation GA106 High Definition Audio [10de:228e]\n',
  );
  expect([card?.pci, card?.name, card?.power, more]).toEqual([
    '0000:01:00.0',
    'GA106 [GeForce RTX 3060]',
    'off',
    [],
  ]);
});

test.each([
  ['150000 100000', 1.5],
  ['200000 100000\n', 2],
  ['max 100000', null],
  ['-1 100000', null],
  ['0 100000', null],
  ['100000 0', null],
  ['null null', null],
  ['', null],
])('a control group that says %j allows %j processors', (text, limit) => {
  expect(parseCpuMax(text)).toBe(limit);
});

test('nvidia-smi: the driver in the head of the table is the driver of each of its cards', () => {
  const row = (bus: string) =>
    `|   0  NVIDIA GeForce RTX 3060        Off |   ${bus} Off |                  N/A |\n` +
    '|  0%   45C    P8             12W / 170W |      1MiB /  12288MiB |      0%      Default |\n';
  const table = `| NVIDIA-SMI 580.95.05    Driver Version: 580.95.05    CUDA Version: 13.0 |\n${row('00000000:01:00.0')}${row('00000000:02:00.0')}`;
  expect(
    parseNvidiaSmi(table).gpus?.map(({ pci, driverVersion, vramBytes }) => [pci, driverVersion, vramBytes]),
  ).toEqual([
    ['0000:01:00.0', '580.95.05', 12288 * 1024 ** 2],
    ['0000:02:00.0', '580.95.05', 12288 * 1024 ** 2],
  ]);
  expect(parseNvidiaSmi(row('00000000:01:00.0')).gpus?.[0]).not.toHaveProperty('driverVersion');
});
