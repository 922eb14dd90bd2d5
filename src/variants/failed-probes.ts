import type { Facts, ProbeRecord } from '../hardware/facts.ts';
import type { Problem } from './decision.ts';

const FAILED = ['timeout', 'crashed', 'denied', 'garbage'];

/** Which probes speak for which vendor's devices; inventories speak for all of them. */
const SPEAKS_FOR = {
  nvidia: /nvidia|nvml|cuda/i,
  amd: /rocm|amd|hip/i,
  intel: /intel|sycl|level-?zero|opencl|clinfo/i,
  inventory: /pci|powershell|video-?controller|wmi|cim|system_?profiler|registry|display/i,
} as const;

/** Probes of this kind that ended without an answer. */
export function failedProbes(facts: Facts, kind: keyof typeof SPEAKS_FOR): readonly ProbeRecord[] {
  return probesOf(facts, kind).filter(({ status }) => FAILED.includes(status));
}

/** True where nothing listed this machine's devices: no list, or every inventory probe failed over an empty one. */
export function inventoryUnknown(facts: Facts): boolean {
  if (facts.gpus === undefined || facts.gpus === null) return true;
  return failedProbes(facts, 'inventory').length > 0 && !inventoryAnswered(facts);
}

/** True where some inventory of all devices did answer. */
export function inventoryAnswered(facts: Facts): boolean {
  return probesOf(facts, 'inventory').some(({ status }) => status === 'ok');
}

/** True where a probe or tool of this name says that the thing is not there. */
export function saidAbsent(facts: Facts, name: string): boolean {
  const tool = facts.tools?.[name];
  if (typeof tool === 'boolean') return !tool;
  return (facts.probes ?? []).some(({ id, status }) => id === name && status === 'absent');
}

/** True where one of these devices could not be opened for lack of permission. */
export function accessDenied(facts: Facts, id: RegExp): boolean {
  return (facts.probes ?? []).some((probe) => id.test(probe.id) && probe.status === 'denied');
}

/** What probes said of themselves, for sentences that only a tool's message can decide. */
export function detailsOf(facts: Facts): string {
  return (facts.probes ?? []).map(({ detail }) => detail ?? '').join('\n');
}

const ENDS = {
  timeout: 'did not answer in time and was stopped',
  crashed: 'ended with an error',
  denied: 'was not allowed to run',
  garbage: 'answered something unreadable',
} as const;

/** The problem of not knowing, with the way out that does not wait for an answer. */
export function probeFailed(subject: string, failed: readonly ProbeRecord[]): Problem {
  const said = failed.map(({ id, status }) => `${id} ${endOf(status)}`).join('; ');
  const asked = failed.some(({ id }) => id === 'nvidia-smi');
  const remedy = asked
    ? 'nvidia-smi -L    (does it answer? To go on without it: sdn install --use-cpu)'
    : 'sdn install --use-cpu    (to go on without it)';
  return {
    code: 'probe-failed',
    text: said === '' ? subject : `${subject}: ${said}`,
    remedy,
  };
}

function endOf(status: ProbeRecord['status']): string {
  return status in ENDS ? ENDS[status as keyof typeof ENDS] : status;
}

function probesOf(facts: Facts, kind: keyof typeof SPEAKS_FOR): readonly ProbeRecord[] {
  return (facts.probes ?? []).filter(({ id }) => SPEAKS_FOR[kind].test(id));
}
