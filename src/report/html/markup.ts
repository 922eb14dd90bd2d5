import { escapeXml } from '../escape-xml.ts';

/** Finished HTML. Only `html` and `raw` make it, so that foreign text cannot get into a page unescaped. */
export type Markup = { readonly markup: string };
type Part = Markup | string | number | null | undefined | readonly Markup[];

/** A template whose every value is escaped unless it is Markup itself; null and undefined are nothing. */
export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return { markup: texts.map((text, at) => text + rendered(parts[at])).join('') };
}

function rendered(part: Part): string {
  if (part === null || part === undefined) return '';
  if (typeof part === 'string') return escapeXml(part);
  if (typeof part === 'number') return String(part);
  return 'markup' in part ? part.markup : part.map(({ markup }) => markup).join('');
}

/** Text of our own, such as a style sheet, taken as it is. */
export function raw(markup: string): Markup {
  return { markup };
}
