/** The numbers of a version such as `550.144.03` or `13.2`; null where it does not start with one. */
export function numbersOf(version: string | null | undefined): readonly number[] | null {
  const found = /^\s*v?(\d{1,9}(?:\.\d{1,9}){0,5})/.exec(version ?? '')?.[1];
  return found === undefined ? null : found.split('.').map(Number);
}

/** Negative, zero or positive, as `a` is older than, the same as, or newer than `b`. Missing parts are 0. */
export function compareVersions(a: string, b: string): number {
  const left = numbersOf(a) ?? [];
  const right = numbersOf(b) ?? [];
  const at = [0, 1, 2, 3, 4, 5].find((index) => (left[index] ?? 0) !== (right[index] ?? 0));
  return at === undefined ? 0 : (left[at] ?? 0) - (right[at] ?? 0);
}

/** True where `version` is `floor` or newer. */
export function reaches(version: string, floor: string): boolean {
  return compareVersions(version, floor) >= 0;
}
