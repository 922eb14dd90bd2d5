import { durationText } from '../quantities.ts';
import type { SavedReport } from '../read/saved-report.ts';
import type { Change } from './change.ts';
import type { Compared } from './compared.ts';

/** Two quiet runs of the same network on one machine differ by up to this much (own measurement, 2026-11). */
const NOISE = 0.15;

type Rung = NonNullable<NonNullable<NonNullable<SavedReport['proof']>['rungs']>[number]>;

/** Median inference and compilation per rung, where the difference is beyond what the runs themselves scatter. */
export function speedChanges(before: SavedReport, after: SavedReport): Compared {
  const was = new Map((before.proof?.rungs ?? []).map((rung) => [keyOf(rung), rung]));
  const pairs = (after.proof?.rungs ?? []).flatMap((is) => {
    const same = was.get(keyOf(is));
    return same === undefined ? [] : [[same, is] as const];
  });
  const all = pairs.flatMap(([from, to]) => [medianChange(from, to), compileChange(from, to)]);
  const changes = all.filter((each): each is Change => each !== null && each !== 'same');
  return { changes, same: all.filter((each) => each === 'same').length };
}

/** Speeds of different devices say nothing about each other: that the device is another is told elsewhere. */
function keyOf({ rung, engine, device }: Rung): string {
  return [rung, engine, device].filter(Boolean).join(' ');
}

function medianChange(from: Rung, to: Rung): Change | 'same' | null {
  const noise = Math.max(NOISE, scatter(from), scatter(to));
  const times = { before: from.timings?.medianInferMs, after: to.timings?.medianInferMs };
  return changeBeyond(`${keyOf(to)} median inference`, times, noise);
}

/** Compilation is one sample, so only a large difference counts. */
function compileChange(from: Rung, to: Rung): Change | 'same' | null {
  const times = { before: from.timings?.compileMs, after: to.timings?.compileMs };
  return changeBeyond(`${keyOf(to)} compilation`, times, 2 * NOISE);
}

type Times = { readonly before: number | null | undefined; readonly after: number | null | undefined };

function changeBeyond(subject: string, { before, after }: Times, noise: number): Change | 'same' | null {
  if (before == null || after == null || before <= 0 || after <= 0) return null;
  const ratio = after / before;
  if (Math.max(ratio, 1 / ratio) <= 1 + noise) return 'same';
  const direction = ratio > 1 ? 'worse' : 'better';
  return { area: 'speed', subject, before: durationText(before), after: durationText(after), direction };
}

/** How far the slow tenth of a run lies from its middle. */
function scatter({ timings }: Rung): number {
  const [median, p95] = [timings?.medianInferMs, timings?.p95InferMs];
  return median == null || p95 == null || median <= 0 ? 0 : Math.max(0, p95 / median - 1);
}
