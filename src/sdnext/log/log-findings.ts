import { type Evidence, type Finding, finding } from '../../findings/finding.ts';
import { NOTE_TEXTS } from './note-texts.ts';
import { PROBLEM_TEXTS, UNKNOWN_PROBLEM } from './problem-texts.ts';
import type { LogReading } from './reading.ts';

const NAMES: Readonly<Record<LogReading['backend'], string>> = {
  openvino: 'OpenVINO',
  cuda: 'CUDA',
  rocm: 'ROCm',
  ipex: 'IPEX (XPU)',
  zluda: 'ZLUDA',
  directml: 'DirectML',
  mps: 'MPS',
  cpu: 'the CPU',
  unknown: 'unknown',
};

/** The reading as findings: what ran first, then each fault with a way out, then what is normal. */
export function logFindings(reading: LogReading, source: string): readonly Finding[] {
  return [
    whatRan(reading),
    ...reading.problems.map((code) => problem(code, reading, source)),
    ...reading.notes.map((code) => noted(code)),
  ];
}

/** "OpenVINO on GPU.1", in one sentence with what the log leaves open. */
export function whatRanSentence({ backend, device, acceleratorInUse, requested }: LogReading): string {
  if (backend === 'unknown') {
    const asked =
      requested === null ? '' : ` ${named(requested)} was requested; the log does not get that far.`;
    return `The log ends before it says where the work was done.${asked}`;
  }
  const where = device === null ? '; the log does not name the device' : onDevice(backend, device);
  const subject =
    acceleratorInUse === null ? `The backend is ${NAMES[backend]}` : `${capital(NAMES[backend])} computed`;
  return `${subject}${where}.${acceleratorSentence(backend === 'cpu' || device === 'CPU', acceleratorInUse)}`;
}

function onDevice(backend: LogReading['backend'], device: string): string {
  return backend === 'cpu' ? '' : ` on ${device}`;
}

function acceleratorSentence(onCpu: boolean, inUse: boolean | null): string {
  if (inUse === true) return ' An accelerator is in use.';
  if (inUse === false) return onCpu ? ' No accelerator is in use.' : ' The accelerator is not in use.';
  return ' Whether an accelerator did the work cannot be told from these lines.';
}

function named(backend: string): string {
  return backend in NAMES ? NAMES[backend as LogReading['backend']] : backend;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function whatRan(reading: LogReading): Finding {
  const status = reading.backend === 'unknown' ? 'unknown' : 'pass';
  return finding({
    id: 'log.what-ran',
    group: 'inference',
    status: reading.backend === 'unknown' && reading.problems.length > 0 ? 'info' : status,
    title: reading.backend === 'unknown' ? 'The log does not say what ran' : 'What the log says ran',
    found: whatRanSentence(reading),
    subject: reading.device,
  });
}

/** The faults of a log that stand in the way; a network that is out of reach stops no server that computes. */
export function seriousProblems({ backend, problems }: LogReading): readonly string[] {
  return problems.filter((code) => code !== 'network-unreachable' || backend === 'unknown');
}

function problem(code: string, reading: LogReading, source: string): Finding {
  const text = PROBLEM_TEXTS[code] ?? UNKNOWN_PROBLEM;
  const commands = text.commands(reading);
  return finding({
    id: `log.${code}`,
    group: text.group,
    status: seriousProblems(reading).includes(code) ? 'fail' : 'warn',
    title: text.title,
    found: text.found,
    need: text.need,
    evidence: linesFor(code, reading, source),
    remedy: { summary: text.fix, commands, needs: [], fixer: null, docs: null },
  });
}

/** The lines that show this fault; where it follows from several, all that were read. */
function linesFor(code: string, reading: LogReading, source: string): readonly Evidence[] {
  const own = reading.evidence.filter((each) => each.code === code);
  const lines = own.length > 0 ? own : reading.evidence;
  return lines.map(({ line, text }) => ({ kind: 'log', source: `${source}:${line}`, value: text }));
}

function noted(code: string): Finding {
  const text = NOTE_TEXTS[code];
  return finding({
    id: `log.${code}`,
    group: 'inference',
    status: 'info',
    title: text?.title ?? code,
    found: text?.found ?? null,
  });
}
