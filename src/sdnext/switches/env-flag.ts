/** The day on which SD.Next began to read `SD_USE*` as yes or no (commit 9ad68c2ff); before, any text was a yes. */
export const FLAGS_ARE_READ_SINCE = '2026-03-01';

const TRUE_WORDS = ['1', 'true', 'yes', 'on'];

/** What SD.Next of a given age makes of a boolean variable. `modern` null: the age is unknown. */
export function envFlag(value: string | undefined, modern: boolean | null): boolean | null {
  if (value === undefined) return false;
  const saysYes = TRUE_WORDS.includes(value.trim().toLowerCase());
  if (modern === true) return saysYes;
  const isText = value !== '';
  if (modern === false) return isText;
  return saysYes === isText ? saysYes : null;
}

/** True for a value that a person would take for a no, and an older SD.Next for a yes. */
export function looksFalse(value: string | undefined): boolean {
  return value !== undefined && /^(?:0|false|no|off|n|f|none|null)$/i.test(value.trim());
}
