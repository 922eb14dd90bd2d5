/** What to look for in a text, and what stands there instead. */
export type Rule = readonly [RegExp, string];

export function applied(rules: readonly Rule[], text: string): string {
  return rules.reduce((rest, [pattern, by]) => rest.replace(pattern, by), text);
}

/** A pattern that means `text` and nothing else. */
export function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
