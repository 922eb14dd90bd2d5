import type { Plan } from '../../install/plan.ts';
import { html, type Markup } from './markup.ts';

export function planSection(plan: Plan | undefined): Markup | null {
  if (plan === undefined) return null;
  return html`<section aria-labelledby="plan"><h2 id="plan">Plan</h2>
<ol>${plan.steps.map(({ title, detail }) => html`<li><b>${title}</b> ${detail}</li>`)}</ol></section>`;
}
