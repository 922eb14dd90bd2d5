import type { Clues } from './clues.ts';
import type { LogReading } from './reading.ts';

type BackendName = LogReading['backend'];
const NEVER_STARTED = [
  'python-version',
  'venv-broken',
  'missing-module',
  'resolver-conflict',
  'arch-unsupported',
];
const NOT_ON_THE_DEVICE = ['compile-not-enabled', 'compile-failed', 'stale-device-name', 'no-device'];

/** The device that computed, as its driver names it, else as SD.Next does; null where the log does not say. */
export function whichDevice(backend: BackendName, clues: Clues): string | null {
  if (backend === 'unknown') return null;
  if (backend === 'cpu') return 'CPU';
  const chosen = backend === 'openvino' ? openvinoDevice(clues) : torchDevice(clues);
  const named =
    clues.last('deviceName')?.name ?? (backend === 'openvino' ? undefined : clues.all('gpu')[0]?.name);
  if (backend === 'openvino' && chosen !== null && !isOneGpu(chosen)) return chosen;
  return named === undefined || named === '' || named.startsWith('OpenVINO ') ? chosen : named;
}

/** True or false where the log decides it, else null. */
export function isAcceleratorInUse(
  backend: BackendName,
  clues: Clues,
  problems: readonly string[],
): boolean | null {
  if (backend === 'cpu') return false;
  if (problems.some((code) => NEVER_STARTED.includes(code))) return false;
  if (backend === 'unknown') return null;
  if (problems.some((code) => NOT_ON_THE_DEVICE.includes(code))) return false;
  if (backend === 'openvino') return isAccelerator(openvinoDevice(clues));
  return statesDevice(clues) ? true : null;
}

function statesDevice(clues: Clues): boolean {
  return clues.has('gpu') || clues.has('deviceName') || clues.has('computed') || torchDevice(clues) !== null;
}

/** Told to choose from what there is, OpenVINO takes the CPU where nothing else is. */
function listsCpuOnly(clues: Clues): boolean {
  const names = clues.last('deviceList')?.names ?? [];
  return names.length > 0 && names.every((name) => name === 'CPU');
}

function isAccelerator(device: string | null): boolean | null {
  if (device === null || device === 'AUTO') return null;
  if (/^(?:AUTO|MULTI)/.test(device)) return null;
  return /GPU|NPU/.test(device);
}

function isOneGpu(device: string): boolean {
  return /^(?:GPU|NPU)(?:\.\d+)?$/.test(device);
}

/** OpenVINO's own words: upper case, unlike torch's `cpu`. What was compiled outweighs what was set. */
function openvinoDevice(clues: Clues): string | null {
  const compiled = clues.last('compiled')?.device;
  const set = places(clues).findLast((device) => /^(?:CPU|GPU|NPU|AUTO|HETERO|MULTI)/.test(device));
  const device = compiled ?? clues.last('deviceList')?.active ?? set ?? null;
  return device === 'AUTO' && listsCpuOnly(clues) ? 'CPU' : device;
}

function torchDevice(clues: Clues): string | null {
  return places(clues).findLast((device) => !/^cpu/i.test(device)) ?? null;
}

/** Every place of computing that a line names, the strongest statements last. */
function places(clues: Clues): readonly string[] {
  return [...clues.all('tensors'), ...clues.all('engine')].flatMap(({ device }) => device ?? []);
}
