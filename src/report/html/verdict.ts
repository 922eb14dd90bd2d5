import { STATUSES } from '../../findings/finding.ts';
import type { Report } from '../document.ts';
import { headline } from '../headline.ts';
import { PROOF_VERDICTS, STATUS_WORDS } from '../verdict-words.ts';
import { html, type Markup } from './markup.ts';

/** The answer, before anything else: ready or not, where inference ran, how many checks say so. */
export function verdictBanner(report: Report): Markup {
  const { word, tone } = headline(report);
  return html`<div class="verdict ${tone}">
<p><strong>${word}</strong></p>
${proofSentence(report.proof)}${errorSentence(report.error)}${counts(report)}
</div>`;
}

function proofSentence(proof: Report['proof']): Markup | null {
  if (proof === undefined) return null;
  const { device, verdict } = proof;
  const name = device.name === null ? '' : ` (${device.name})`;
  return html`<p>Inference on <b>${device.resolved ?? device.requested}</b>${name}: <b>${PROOF_VERDICTS[verdict].word}</b>.</p>`;
}

function errorSentence(error: Report['error']): Markup | null {
  return error === undefined ? null : html`<p>${error.message}</p>`;
}

function counts({ counts: of, findings }: Report): Markup | null {
  if (findings === undefined || findings.length === 0) return null;
  const parts = STATUSES.filter((status) => of[status] > 0).map(
    (status) => `${of[status]} ${STATUS_WORDS[status].word}`,
  );
  return html`<p class="soft">${parts.join(', ')}</p>`;
}
