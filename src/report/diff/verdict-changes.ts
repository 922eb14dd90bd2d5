import type { SavedReport } from '../read/saved-report.ts';
import type { Change } from './change.ts';
import type { Compared } from './compared.ts';

const READY = ['ready', 'ready-with-warnings', 'undetermined', 'not-ready'];
const PROVEN = ['proven', 'reported', 'unknown', 'failed', 'contradicted'];

/** The report's verdict and the proof's, with a direction. */
export function verdictChanges(before: SavedReport, after: SavedReport): Compared {
  const pairs = [
    ranked('verdict', READY, [before.verdict, after.verdict]),
    ranked('proof', PROVEN, [before.proof?.verdict ?? null, after.proof?.verdict ?? null]),
  ];
  const changes = pairs.filter((each): each is Change => each !== null);
  return { changes, same: pairs.length - changes.length };
}

type Pair = readonly [string | null, string | null];

function ranked(area: 'verdict' | 'proof', order: readonly string[], [before, after]: Pair): Change | null {
  if (before === after) return null;
  const [was, is] = [order.indexOf(before ?? ''), order.indexOf(after ?? '')];
  const direction = was === -1 || is === -1 ? 'changed' : is > was ? 'worse' : 'better';
  return { area, subject: area, before, after, direction };
}
