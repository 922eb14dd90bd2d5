import type { Change, Comparison } from '../diff/change.ts';
import { html, type Markup } from './markup.ts';
import { scrollingTable } from './table.ts';

const TONES = { better: 'good', worse: 'bad', changed: 'mixed' } as const;

/** Two reports against each other, one row a change. */
export function comparisonSection(comparison: Comparison | undefined): Markup | null {
  if (comparison === undefined) return null;
  const { before, after, changes, same } = comparison;
  return html`<section aria-labelledby="changes"><h2 id="changes">What changed</h2>
<dl class="pairs"><dt>Before</dt><dd>${before.file} ${before.startedAt ?? ''}</dd><dt>After</dt><dd>${after.file} ${after.startedAt ?? ''}</dd></dl>
<p>${changes.length} changed, ${same} the same.</p>
${changes.length === 0 ? null : scrollingTable('Changes', ['Change', 'Area', 'What', 'Before', 'After'], changes.map(row))}
</section>`;
}

function row({ area, subject, before, after, direction }: Change): Markup {
  return html`<tr><td><span class="badge ${TONES[direction]}">${direction}</span></td><td>${area}</td><th scope="row" class="wide">${subject}</th><td class="wide">${before ?? 'not there'}</td><td class="wide">${after ?? 'not there'}</td></tr>`;
}
