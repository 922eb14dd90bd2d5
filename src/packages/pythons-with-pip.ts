import type { System } from '../system/system.ts';
import { type PipConfiguration, pipConfiguration } from './pip/pip-configuration.ts';
import type { Judged } from './pythons/eligible.ts';
import { likeliestPython } from './pythons/likeliest-python.ts';
import { pythonPrograms } from './pythons/python-programs.ts';
import { usablePythons } from './pythons/usable-pythons.ts';
import type { WantedSet } from './wanted.ts';

type Wish = {
  /** `--python`: a path or a version; null takes the best one here. */
  readonly asked: string | null;
  readonly wanted: WantedSet;
  /** Ends what was begun before it was known to be needed. */
  readonly spared: AbortSignal;
};

export type PythonsWithPip = {
  readonly pythons: Judged;
  /** Of the best of them; null where it has no pip. */
  readonly pip: PipConfiguration | null;
};

/**
 * The usable Pythons, and what the pip of the best one is set to. pip takes longer to say so than all the Pythons
 * take to start, so the likeliest one is asked meanwhile; its answer counts only where it turns out to be the best.
 */
export async function pythonsWithPip(wish: Wish, system: System): Promise<PythonsWithPip> {
  const { asked, wanted, spared } = wish;
  const ahead = { ...system, signal: AbortSignal.any([system.signal, spared]) };
  const likeliest = asked === null ? likeliestPython(await pythonPrograms(system), wanted) : null;
  const told = likeliest === null ? Promise.resolve(null) : pipConfiguration(likeliest, ahead);
  // What it says may never be needed.
  told.catch(() => undefined);
  const pythons = await usablePythons(asked, wanted, system);
  const best = pythons.eligible[0]?.base ?? '';
  return { pythons, pip: await (best === likeliest ? told : pipConfiguration(best, system)) };
}
