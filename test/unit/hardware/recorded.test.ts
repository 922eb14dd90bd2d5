import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseKfdNode, parseKfdNodes } from '../../../src/hardware/amd/kfd.ts';
import {
  amdgpuNotLoaded,
  parseAgentEnumerator,
  parseHipDevices,
  parseRocmSmi,
} from '../../../src/hardware/amd/rocm-tools.ts';
import { parseRocminfo } from '../../../src/hardware/amd/rocminfo.ts';
import type { Gpu } from '../../../src/hardware/facts.ts';
import { parseClinfoList, parseSyclLs } from '../../../src/hardware/intel/sycl-ls.ts';
import { parseXpuProperties } from '../../../src/hardware/intel/xpu-properties.ts';
import { parseSystemProfiler } from '../../../src/hardware/mac/system-profiler.ts';
import { parseModuleVersion, parseNvidiaModule } from '../../../src/hardware/nvidia/kernel-module.ts';
import { parseNvidiaSmi } from '../../../src/hardware/nvidia/nvidia-smi.ts';
import { parseNvidiaCsv, parseNvidiaList } from '../../../src/hardware/nvidia/nvidia-smi-csv.ts';
import { parseDriByPath } from '../../../src/hardware/pci/dri-by-path.ts';
import { parseLspci } from '../../../src/hardware/pci/lspci.ts';
import { gpusOnPci, parsePciLines } from '../../../src/hardware/pci/pci-devices.ts';
import {
  parsePnpId,
  parsePnpLines,
  parseVideoControllers,
} from '../../../src/hardware/windows/video-controllers.ts';
import { devicesOf } from '../../../src/variants/device.ts';

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
  const gpus = text.includes('# node')
    ? parseKfdNodes(text)
    : [parseKfdNode(text)].filter((node) => node !== null);
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

const READERS: readonly (readonly [RegExp, (text: string) => Told])[] = [
  [/^nvidia-smi$/, smi],
  [/^nvidia-smi-csv$/, (text) => withList(parseNvidiaCsv(text))],
  [/^nvidia-smi-L$/, (text) => withList(parseNvidiaList(text))],
  [
    /^\/proc\/driver/,
    (text) => ({ ...parseNvidiaModule(text), openKernelModule: parseNvidiaModule(text).open }),
  ],
  [/^\/sys\/module/, (text) => ({ driverVersion: parseModuleVersion(text) })],
  [/^\/sys\/bus\/pci/, (text) => withList(gpusOnPci(parsePciLines(text)))],
  [
    /by-path/,
    (text) => {
      const cards = parseDriByPath(text);
      return {
        cards: Object.fromEntries(cards),
        gpus: parseLspci(text).map((gpu) => ({
          ...told(gpu),
          pciAddress: gpu.pci,
          card: cards.get(gpu.pci ?? ''),
        })),
      };
    },
  ],
  [/^lspci/, lspci],
  [/^rocminfo$/, rocminfo],
  [/^rocm_agent/, (text) => ({ gfx: parseAgentEnumerator(text) })],
  [/^rocm-smi --/, (text) => withList(parseRocmSmi(text))],
  [
    /^rocm-smi$/,
    (text) => ({
      gpus: parseRocmSmi(text) ?? [],
      problem: amdgpuNotLoaded(text) ? 'amdgpu-not-loaded' : undefined,
      note: 'on the same WSL host rocminfo works',
    }),
  ],
  [/kfd/, kfd],
  [/^HIP runtime/, (text) => withList(parseHipDevices(text))],
  [/^sycl-ls/, sycl],
  [
    /^clinfo/,
    (text) => ({
      gpus: parseClinfoList(text).map(({ name, deviceId }) => ({
        vendor: 'intel',
        name,
        pciId: `8086:${deviceId}`,
        discrete: false,
      })),
    }),
  ],
  [
    /^torch\.xpu/,
    (text) => ({
      family: 'xpu',
      pciId: `8086:${parseXpuProperties(text)?.deviceId}`,
      memoryMB: parseXpuProperties(text)?.memoryMB,
    }),
  ],
  [
    /PNPDeviceID lines/,
    (text) => ({
      gpus: parsePnpLines(text).map((gpu) => ({ ...told(gpu), name: NAMES[`${gpu.deviceId}`] })),
    }),
  ],
  [
    /instance ids/,
    (text) => ({
      vendors: text
        .trim()
        .split('\n')
        .map((line) => parsePnpId(line)?.vendorId ?? null),
    }),
  ],
  [
    /Win32_Video|^same command$/,
    (text) => {
      const gpus = parseVideoControllers(text);
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

/** What a proof reads is the proof's own matter. */
const entries = index.files.filter(({ kind }: { kind: string }) => !/verify/.test(kind));

type Entry = { readonly file: string; readonly kind: string; readonly expect: Told };

test.each(entries as Entry[])('$file is read as its record says', ({ file, kind, expect: expected }) => {
  const reader = READERS.find(([pattern]) => pattern.test(kind));
  expect(reader, `no parser for ${kind}`).toBeDefined();
  const read = reader?.[1](textOf(file)) ?? {};
  expect(read).toMatchObject(expected);
  const listed = expected.gpus;
  if (Array.isArray(listed)) expect(read.gpus).toHaveLength(listed.length);
});

test('every recorded probe output has been judged', () => {
  expect(entries.length).toBeGreaterThanOrEqual(78);
});
