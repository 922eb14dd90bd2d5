import type { Facts } from '../hardware/facts.ts';
import type { Problem } from './decision.ts';
import type { Device } from './device.ts';
import { accessDenied, saidAbsent } from './failed-probes.ts';
import { type Case, type Drop, dropFor, minus } from './offer.ts';
import { joinGroup, passThrough } from './remedies.ts';
import { driverMissing } from './system-driver.ts';
import { withheld } from './withheld.ts';

export type Access = { readonly devices: readonly Device[]; readonly problems: readonly Problem[] };

/** The AMD devices that a runtime could open, and what stands in the way of the others. */
export function amdAccess(situation: Case, devices: readonly Device[]): Access | Drop {
  const free = devices.filter((device) => withheld(device, situation.host) === null);
  const taken = devices.map((device) => withheld(device, situation.host)).filter((each) => each !== null);
  if (free.length === 0 && !situation.asked) return allTaken(taken);
  const missing = missingRuntime(situation, free.length > 0 ? free : devices);
  if (missing !== null && !situation.asked) return dropFor(missing, true);
  const problems = [
    ...taken,
    ...(missing === null ? [] : [missing]),
    ...denied(situation, free[0] ?? devices[0]),
  ];
  return { devices: free.length > 0 ? free : devices, problems };
}

/** The problem of a render node that this user may not open: the device's own where it is known, else any of them. */
export function renderDenied(facts: Facts, { node, access }: Device['gpu']): readonly Problem[] {
  const denied = access ? access === 'denied' : accessDenied(facts, /render|dri\b|drm/i);
  if (!denied) return [];
  return [
    {
      code: 'render-access-denied',
      text: `${node ?? '/dev/dri/renderD*'} cannot be opened by this user`,
      remedy: joinGroup('render'),
    },
  ];
}

function allTaken(problems: readonly Problem[]): Drop {
  return {
    kind: 'drop',
    repairable: true,
    reasons: problems.map(({ code, text }) => minus(code, text)),
    problems,
  };
}

function denied({ facts, host }: Case, device: Device | undefined): readonly Problem[] {
  if (host.platform !== 'linux') return [];
  const kfd = {
    code: 'kfd-access-denied',
    text: '/dev/kfd cannot be opened by this user',
    remedy: joinGroup('render,video'),
  };
  return [
    ...(accessDenied(facts, /kfd/i) ? [kfd] : []),
    ...renderDenied(facts, device?.gpu ?? { vendor: 'amd' }),
  ];
}

function missingRuntime({ facts, host }: Case, devices: readonly Device[]): Problem | null {
  const [first] = devices;
  if (host.platform !== 'linux') return first === undefined ? null : driverMissing({ facts, host }, first);
  const title = first?.title ?? 'The AMD card';
  if (host.wsl) return rocmOnWsl(facts, devices) ? null : wslProblem(title);
  if (!saidAbsent(facts, 'kfd')) return null;
  if (host.container) return notPassed(title);
  if (devices.some(({ gpu }) => gpu.kernelDriver === 'amdgpu')) return withoutKfd(title);
  return {
    code: 'amd-driver-missing',
    text: `${title} has no amdgpu driver`,
    remedy: 'sudo modprobe amdgpu',
  };
}

/** In WSL2 only the ROCm runtime itself can tell a gfx target, so one that is known speaks for the runtime. */
function rocmOnWsl(facts: Facts, devices: readonly Device[]): boolean {
  if (facts.runtimes?.rocm || facts.tools?.rocminfo === true) return true;
  if (saidAbsent(facts, 'rocminfo') || saidAbsent(facts, 'rocm')) return false;
  return facts.runtimes?.rocm !== null && devices.some(({ gpu }) => Boolean(gpu.gfx));
}

function wslProblem(title: string): Problem {
  return {
    code: 'rocm-runtime-missing',
    text: `${title} needs the ROCm runtime for WSL, which is not installed here`,
    remedy:
      'Install ROCm for WSL: https://rocm.docs.amd.com/projects/radeon/en/latest/docs/install/wsl/install-radeon.html',
  };
}

function withoutKfd(title: string): Problem {
  return {
    code: 'kfd-missing',
    text: `amdgpu drives ${title} and /dev/kfd is not there: this kernel is built without AMD compute`,
    remedy: 'grep HSA_AMD /boot/config-$(uname -r)    (the kernels of Debian, Fedora and Ubuntu say =y)',
  };
}

function notPassed(title: string): Problem {
  return {
    code: 'gpu-not-passed-through',
    text: `${title} is in this machine and /dev/kfd is not in this container`,
    remedy: passThrough('amd'),
  };
}
