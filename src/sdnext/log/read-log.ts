import { type Clues, cluesOf } from './clues.ts';
import { lastStart } from './last-start.ts';
import { isSdnextLog } from './provenance.ts';
import type { LogEvidence, LogReading } from './reading.ts';
import { logRecords } from './records.ts';
import type { Sighting } from './rule.ts';
import { sightings } from './sightings.ts';
import { whichBackend } from './which-backend.ts';
import { isAcceleratorInUse, whichDevice } from './which-device.ts';
import { whichProblems } from './which-problems.ts';

const LONGEST_QUOTE = 300;

/**
 * What an SD.Next log says really ran, from its last start; null for a log of another program.
 * Draws from 2023's formats to 2026's; what the log does not say stays `unknown` or null.
 */
export function readLog(text: string): LogReading | null {
  const records = logRecords(text);
  if (!isSdnextLog(records)) return null;
  const seen = lastStart(sightings(records));
  const clues = cluesOf(seen);
  const backend = whichBackend(clues);
  const problems = whichProblems(backend, clues, seen);
  return {
    backend,
    requested: clues.all('requested')[0]?.backend ?? null,
    device: whichDevice(backend, clues),
    acceleratorInUse: isAcceleratorInUse(backend, clues, problems),
    sdnext: sdnextOf(clues),
    versions: versionsOf(clues),
    problems,
    notes: notesOf(backend, clues),
    evidence: evidenceOf(seen),
  };
}

function sdnextOf(clues: Clues): LogReading['sdnext'] {
  const version = clues.last('sdnext');
  return { date: version?.date ?? null, commit: version?.commit ?? null };
}

function versionsOf(clues: Clues): Readonly<Record<string, string>> {
  const torch = clues.last('torch');
  const versions = clues.all('version').map(({ of, value }) => [of, value] as const);
  return Object.fromEntries([...versions, ...(torch === null ? [] : [['torch', torch.version] as const])]);
}

function notesOf(backend: LogReading['backend'], clues: Clues): readonly string[] {
  const named = clues.all('note').map(({ code }) => code);
  const cpuBuild = clues.all('torch').some(({ version }) => version.includes('+cpu'));
  const normal = ['openvino', 'directml'].includes(backend) && (cpuBuild || clues.has('cpuLine'));
  const device =
    backend === 'openvino' && clues.all('arguments').some(({ text }) => text.includes('--device-id'));
  return [
    ...new Set([...named, ...(normal ? ['normal-cpu-line'] : []), ...(device ? ['device-id-format'] : [])]),
  ];
}

/** One line for each thing that was learned, the first that says it. */
function evidenceOf(seen: readonly Sighting[]): readonly LogEvidence[] {
  const first = new Map<string, LogEvidence>();
  for (const { line, text, means, clues } of seen) {
    if (means === null || first.has(means)) continue;
    const shown = clues.find((clue) => clue.is === 'fault' || clue.is === 'note');
    first.set(means, { line, text: quote(text), means, code: shown?.code ?? null });
  }
  return [...first.values()].filter(isNew);
}

/** Two fingerprints of one fault on one line say it twice. */
function isNew({ line, code }: LogEvidence, at: number, all: readonly LogEvidence[]): boolean {
  return code === null || !all.slice(0, at).some((each) => each.line === line && each.code === code);
}

function quote(text: string): string {
  const plain = text.trim().replace(/\s+/g, ' ');
  return plain.length > LONGEST_QUOTE ? `${plain.slice(0, LONGEST_QUOTE)}…` : plain;
}
