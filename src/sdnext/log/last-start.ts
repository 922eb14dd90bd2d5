import type { Clue, Sighting } from './rule.ts';

const DECISIVE: readonly Clue['is'][] = [
  'engine',
  'tensors',
  'torchBackend',
  'gpu',
  'torch',
  'compiled',
  'compileStep',
  'fault',
];

/**
 * The sightings since SD.Next was last started, since one file holds many starts.
 * A last start that was cut off before it said anything leaves the whole file to judge.
 */
export function lastStart(all: readonly Sighting[]): readonly Sighting[] {
  const starts = all.flatMap((each, index) => (each.clues.some(({ is }) => is === 'start') ? [index] : []));
  const first = starts.findLast((start, nth) => nth === 0 || isNewStart(all, starts[nth - 1] ?? 0, start));
  if (first === undefined) return all;
  const since = all.slice(first);
  return isDecisive(since) ? withAnnouncement(all, first) : all;
}

/** Console and file lines of one start can both be in a log, one after the other. */
function isNewStart(all: readonly Sighting[], previous: number, start: number): boolean {
  return isDecisive(all.slice(previous, start));
}

function isDecisive(sightings: readonly Sighting[]): boolean {
  return sightings.some(({ clues }) => clues.some(({ is }) => DECISIVE.includes(is)));
}

const LAUNCHER_LINES = 12;

/** The shell's own lines above a start (the command line, the venv) belong to it. */
function withAnnouncement(all: readonly Sighting[], start: number): readonly Sighting[] {
  const line = all[start]?.line ?? 0;
  const above = all
    .slice(0, start)
    .filter((each) => line - each.line <= LAUNCHER_LINES && each.clues.every(({ is }) => isAnnouncement(is)));
  return [...above, ...all.slice(start)];
}

function isAnnouncement(is: Clue['is']): boolean {
  return is === 'arguments' || is === 'requested' || is === 'expectsGpu';
}
