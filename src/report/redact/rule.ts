/**
 * What to look for in a text, and what stands there instead. One of the hints, in lower case, is part of every text
 * the pattern can match: looking for them first spares most texts, and most runs, the patterns altogether.
 */
export type Rule = readonly [pattern: RegExp, by: string, hints: readonly string[]];

export function applied(rules: readonly Rule[], text: string): string {
  const lower = text.toLowerCase();
  return rules.reduce((rest, [pattern, by, hints]) => {
    return hints.some((hint) => lower.includes(hint)) ? rest.replace(pattern, by) : rest;
  }, text);
}

/** A pattern that means `text` and nothing else. */
export function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
