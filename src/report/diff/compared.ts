import type { Change } from './change.ts';

/** A fact of a report under a name that both reports share. */
export type Named = ReadonlyMap<string, string>;

export type Compared = { readonly changes: readonly Change[]; readonly same: number };

/** What differs between two sets of named facts; a name only one side knows counts, an unknown value does not. */
export function compared(area: Change['area'], before: Named, after: Named): Compared {
  const names = [...new Set([...before.keys(), ...after.keys()])];
  const differing = names.filter((name) => before.get(name) !== after.get(name));
  const changes = differing.map((subject): Change => {
    const [was, is] = [before.get(subject) ?? null, after.get(subject) ?? null];
    return { area, subject, before: was, after: is, direction: 'changed' };
  });
  return { changes, same: names.length - differing.length };
}
