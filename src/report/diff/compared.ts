import type { Change } from './change.ts';

/** A fact of a report under a name that both reports share. */
export type Named = ReadonlyMap<string, string>;

export type Compared = { readonly changes: readonly Change[]; readonly same: number };

/** What differs among the facts that both sides know: what one of them does not know is no change. */
export function compared(area: Change['area'], before: Named, after: Named): Compared {
  return comparedOver(
    [...before.keys()].filter((name) => after.has(name)),
    { area, before, after },
  );
}

/** The same for whole lists, where a name that only one side has was added or is gone. */
export function comparedLists(area: Change['area'], before: Named, after: Named): Compared {
  return comparedOver([...new Set([...before.keys(), ...after.keys()])], { area, before, after });
}

type Sides = { readonly area: Change['area']; readonly before: Named; readonly after: Named };

function comparedOver(names: readonly string[], { area, before, after }: Sides): Compared {
  const differing = names.filter((name) => before.get(name) !== after.get(name));
  const changes = differing.map((subject): Change => {
    const [was, is] = [before.get(subject) ?? null, after.get(subject) ?? null];
    return { area, subject, before: was, after: is, direction: 'changed' };
  });
  return { changes, same: names.length - differing.length };
}
