import type { Finding } from '../findings/finding.ts';
import type { Facts } from '../hardware/facts.ts';
import { installedVariant, type Subject } from './subject.ts';

/** The last lines for this machine: what matters next, each once. */
export function guidance(subject: Subject, findings: readonly Finding[]): readonly string[] {
  const words = installedVariant(subject) === 'openvino' ? openvinoWords(subject.facts) : [];
  return [...repairable(subject, findings), ...words];
}

function repairable({ where }: Subject, findings: readonly Finding[]): readonly string[] {
  const open = findings.filter(({ status }) => status === 'fail' || status === 'warn');
  const count = new Set(open.flatMap(({ remedy }) => remedy?.fixer ?? [])).size;
  if (count === 0) return [];
  return [`sdn can repair ${count === 1 ? 'one of these' : `${count} of these`}: sdn doctor --fix${where}`];
}

/** What people who come from other backends do not expect of OpenVINO, as far as it concerns this machine. */
export function openvinoWords({ os, gpus }: Facts): readonly string[] {
  const intel = (gpus ?? []).filter(({ vendor, present }) => vendor === 'intel' && present !== false);
  const slow =
    'The first image of each size takes minutes after a start: the model is compiled then. One image of a single step does it ahead.';
  if (intel.length === 0) return [slow];
  return [slow, names(intel.length), ...small(intel), whereToLook(os.platform)];
}

function names(count: number): string {
  if (count === 1)
    return 'Device 0 is GPU. Keep OpenVINO and the graphics driver current: both decide what the GPU can do.';
  return 'Device 0 is GPU.0, the integrated GPU where there is one; 1 is GPU.1. Keep OpenVINO and the driver current.';
}

function small(gpus: NonNullable<Facts['gpus']>): readonly string[] {
  const integrated = gpus.every((gpu) => gpu.integrated === true);
  return integrated
    ? ['Where the integrated GPU runs out of memory: sdn launch --device-id HETERO:GPU,CPU']
    : [];
}

function whereToLook(platform: NodeJS.Platform): string {
  return platform === 'win32'
    ? 'The task manager shows "3D" by default; the work of OpenVINO is under "Compute".'
    : 'The system monitor shows the CPU only; intel_gpu_top shows the work of OpenVINO.';
}
