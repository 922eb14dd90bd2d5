import { html, type Markup } from './markup.ts';

/** A table that scrolls by itself on a narrow screen, also with the keyboard. */
export function scrollingTable(name: string, columns: readonly string[], rows: readonly Markup[]): Markup {
  return html`<div class="scroll" role="region" aria-label="${name}" tabindex="0"><table>
<thead><tr>${columns.map((each) => html`<th scope="col">${each}</th>`)}</tr></thead>
<tbody>${rows}</tbody>
</table></div>`;
}
