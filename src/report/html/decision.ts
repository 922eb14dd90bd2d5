import type { Decision, Reason } from '../../variants/decision.ts';
import { html, type Markup } from './markup.ts';

const SIGNS: Readonly<Record<Reason['sign'], string>> = { '+': 'for it', '-': 'against', '=': 'so' };

/** The variant that fits this machine, and every reason. */
export function decisionSection(decision: Decision | undefined): Markup | null {
  if (decision === undefined) return null;
  const { variant, index, selected, reasons, alternatives } = decision;
  return html`<section aria-labelledby="decision"><h2 id="decision">Variant</h2>
<p><b>${variant ?? 'None may be chosen'}</b>${index === null ? '' : `, index ${index}`}${selected?.name == null ? '' : `, for ${selected.name}`}</p>
<dl class="pairs">${reasons.map(({ sign, text }) => html`<dt>${SIGNS[sign]}</dt><dd>${text}</dd>`)}</dl>
${alternatives.length === 0 ? null : html`<p class="soft">Also possible: ${alternatives.map(({ variant: other, why }) => `${other} (${why})`).join(', ')}</p>`}
</section>`;
}
