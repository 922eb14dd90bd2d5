import type { MachineView } from '../../../src/checks/machine-view.ts';
import type { Subject } from '../../../src/checks/subject.ts';
import type { Facts } from '../../../src/hardware/facts.ts';
import type { Checkout } from '../../../src/sdnext/checkout/checkout.ts';
import type { EnvironmentView } from '../../../src/sdnext/environment/environment-view.ts';
import type { Settings } from '../../../src/sdnext/settings/settings.ts';
import { switchesOf } from '../../../src/sdnext/switches/switches.ts';
import { assignmentsIn } from '../../../src/sdnext/switches/user-script.ts';

const GIGABYTE = 1024 ** 3;

export const machine: MachineView = {
  platform: 'linux',
  arch: 'x64',
  kernel: '6.14.0-generic',
  root: false,
  container: false,
  memoryBytes: 32 * GIGABYTE,
  freeBytes: 200 * GIGABYTE,
  displayVendors: ['8086'],
  renderNodes: [{ path: '/dev/dri/renderD128', usable: true, gid: 993 }],
  kfd: { path: '/dev/kfd', usable: true, gid: 993 },
  openclDrivers: ['intel.icd'],
  nvidiaDriver: '595.71.05',
  packageManager: 'apt',
};

export const facts: Facts = {
  schema: 'sdn.facts/1',
  os: { platform: 'linux', arch: 'x64', libc: 'glibc', container: false, wsl: false },
  memory: { totalBytes: 32 * GIGABYTE },
  python: { version: '3.12.9', implementation: 'cpython', arch: 'x64' },
  gpus: [
    {
      vendor: 'intel',
      vendorId: '8086',
      deviceId: '7d55',
      kernelDriver: 'i915',
      integrated: true,
      pci: '0000:00:02.0',
    },
  ],
  npus: [],
  probes: [],
};

export const environment: EnvironmentView = {
  path: '/srv/sdnext/venv',
  kind: 'foreign',
  manifest: null,
  python: {
    version: '3.12.9',
    home: '/usr/bin',
    homeExists: true,
    path: '/srv/sdnext/venv/bin/python',
    exists: true,
  },
  packages: {
    pip: '25.0',
    setuptools: '69.5.1',
    wheel: '0.45.1',
    torch: '2.11.0+cpu',
    torchvision: '0.26.0',
    openvino: '2026.2.1',
  },
  damaged: [],
  activates: true,
};

const family = { torchvision: '0.28.0', indexUrl: null, extraIndexUrl: null };

export const checkout: Checkout = {
  dir: '/srv/sdnext',
  commit: 'ab'.repeat(20),
  branch: 'master',
  date: '2026-10-20',
  dateFrom: 'git',
  pins: {
    openvino: { ...family, torchvision: '0.26.0', torch: '2.11.0+cpu', openvino: '2026.2.1' },
    cuda: { ...family, torch: '2.13.0+cu132' },
    xpu: { ...family, torch: '2.13.0+xpu' },
    rocm: { '7.2': { ...family, torch: '2.13.0+rocm7.2' } },
    setuptools: '69.5.1',
    numpy: '2.1.2',
    constraints: ['numpy==2.1.2'],
    source: 'installer.py@ababababa',
  },
};

export const settings: Settings = {
  path: '/srv/sdnext/config.json',
  from: 'default',
  state: 'read',
  why: null,
  linksTo: null,
  onlyEncoding: false,
  values: { openvino_devices: ['GPU'], openvino_accuracy: 'accuracy' },
};

/** An OpenVINO environment in a current checkout, on a machine with an Intel GPU: nothing is wrong with it. */
export const good: Subject = {
  dir: '/srv/sdnext',
  machine,
  facts,
  environment,
  checkout,
  settings,
  switches: started({ SD_USEOPENVINO: 'true' }),
  devices: ['CPU', 'GPU'],
  offered: null,
  cacheBytes: null,
  where: '',
};

/** The same with other packages. */
export function packages(more: Readonly<Record<string, string | undefined>>): Partial<Subject> {
  const all = Object.entries({ ...environment.packages, ...more });
  const set = Object.fromEntries(
    all.flatMap(([name, version]) => (version === undefined ? [] : [[name, version]])),
  );
  return { environment: { ...environment, packages: set } };
}

/** The same with other values in config.json. */
export function configured(values: Settings['values']): Partial<Subject> {
  return { settings: { ...settings, values } };
}

/** Variables of the process, and the text of webui-user.sh. */
export function started(
  env: Readonly<Record<string, string>>,
  { script = '', modern = true }: { readonly script?: string; readonly modern?: boolean | null } = {},
): Subject['switches'] {
  return switchesOf({ env, modern }, assignmentsIn(script));
}
