import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { Manifest } from './environment/manifest.ts';
import { manifestWords } from './environment/manifest-words.ts';
import type { Place } from './environment/place.ts';

type Ending = {
  readonly place: Place;
  readonly manifest: Manifest | null;
  readonly outcome: 'planned' | 'healthy' | 'made';
  /** The command line that would carry a plan out. */
  readonly command: string;
};

/** The last lines of an installation: what is there now, and the one command that comes next. */
export async function closingWords({
  place,
  manifest,
  outcome,
  command,
}: Ending): Promise<readonly string[]> {
  if (outcome === 'planned' || manifest === null) return ['Nothing was changed. To do it:', command];
  const state = outcome === 'healthy' ? 'is there and whole; nothing was changed.' : 'is in place.';
  return [
    `${place.venv} ${state}`,
    inside(manifest),
    (await isCheckout(place)) ? 'sdn launch' : 'sdn verify',
  ];
}

function inside(manifest: Manifest): string {
  const { proof } = manifest;
  const proven =
    proof === null
      ? 'not proven (--no-verify)'
      : `inference ${proof.verdict} on ${proof.device ?? 'no device'}`;
  return `${manifestWords(manifest)}; ${proven}`;
}

async function isCheckout({ dir }: Place): Promise<boolean> {
  return access(join(dir, 'launch.py')).then(
    () => true,
    () => false,
  );
}
