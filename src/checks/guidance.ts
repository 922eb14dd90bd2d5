import type { Finding } from '../findings/finding.ts';
import { installedVariant, isOpenvino, type Subject } from './subject.ts';

/** The last lines for this machine: what matters next, each once, at most four. */
export function guidance(subject: Subject, findings: readonly Finding[]): readonly string[] {
  const lines = [...repairable(subject, findings), ...forOpenvino(subject)];
  return lines.slice(0, 4);
}

function repairable({ where }: Subject, findings: readonly Finding[]): readonly string[] {
  const open = findings.filter(({ status }) => status === 'fail' || status === 'warn');
  const count = new Set(open.flatMap(({ remedy }) => remedy?.fixer ?? [])).size;
  if (count === 0) return [];
  return [`sdn can repair ${count === 1 ? 'one of these' : `${count} of these`}: sdn doctor --fix${where}`];
}

/** What people who come from other backends do not expect. */
function forOpenvino(subject: Subject): readonly string[] {
  if (!isOpenvino(subject) || installedVariant(subject) !== 'openvino') return [];
  const intel = subject.machine.displayVendors?.includes('8086') === true;
  return [
    'The first image takes minutes: the model is compiled for the device. Later images with the same size are fast.',
    ...(intel ? [whereToLook(subject.machine.platform)] : []),
  ];
}

function whereToLook(platform: NodeJS.Platform): string {
  return platform === 'win32'
    ? 'The task manager shows "3D" by default; the work of OpenVINO is under "Compute".'
    : 'intel_gpu_top shows the work of OpenVINO under "Compute" or "Render"; the system monitor shows the CPU only.';
}
