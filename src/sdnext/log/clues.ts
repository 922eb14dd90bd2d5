import type { Backend } from './reading.ts';
import type { Clue, Sighting } from './rule.ts';

type Kind = Clue['is'];
type Of<Is extends Kind> = Extract<Clue, { readonly is: Is }>;

/** The clues of a start, to be asked for by kind. */
export type Clues = {
  readonly all: <Is extends Kind>(is: Is) => readonly Of<Is>[];
  readonly last: <Is extends Kind>(is: Is) => Of<Is> | null;
  readonly has: (is: Kind) => boolean;
  readonly faults: ReadonlySet<string>;
};

export function cluesOf(sightings: readonly Sighting[]): Clues {
  const clues = sightings.flatMap((each) => each.clues);
  const all = <Is extends Kind>(is: Is) => clues.filter((clue): clue is Of<Is> => clue.is === is);
  return {
    all,
    last: (is) => all(is).at(-1) ?? null,
    has: (is) => clues.some((clue) => clue.is === is),
    faults: new Set(all('fault').map(({ code }) => code)),
  };
}

/** The backends of one kind of clue, each once. */
export function backendsOf(
  clues: Clues,
  is: 'requested' | 'toolkit' | 'selected' | 'loaded' | 'torchBackend' | 'computed',
) {
  return [...new Set<Backend>(clues.all(is).map(({ backend }) => backend))];
}

/** The backend that a torch build is made for: `2.7.1+xpu` is `ipex`. Null for a version that does not tell. */
export function buildOf(version: string | undefined): Backend | null {
  if (version === undefined) return null;
  if (/\+(?:cxx11\.abi|xpu)/.test(version)) return 'ipex';
  if (/\+cu\d/.test(version)) return 'cuda';
  if (/\+?rocm|\+gitfc14c65/.test(version)) return 'rocm';
  return /\+cpu/.test(version) ? 'cpu' : null;
}
