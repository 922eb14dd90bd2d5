import { html, type Markup } from '../markup.ts';

/** A drawing 340 units wide under its title; `said` is what it shows, in words. */
type Chart = {
  readonly title: string;
  readonly said: string;
  readonly height: number;
  readonly drawing: Markup;
};

export function chart({ title, said, height, drawing }: Chart): Markup {
  return html`<figure><figcaption><b>${title}</b><br>${said}</figcaption>
<svg viewBox="0 0 340 ${height}" role="img" aria-label="${title}: ${said}">${drawing}</svg></figure>`;
}
