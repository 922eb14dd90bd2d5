import type { Channel, Proof, RungResult } from '../../proof/proof.ts';
import { channelWords } from '../channel-words.ts';
import { runConditions } from '../run-conditions.ts';
import { PROOF_VERDICTS } from '../verdict-words.ts';
import { html, type Markup } from './markup.ts';
import { rungCharts } from './rung-charts.ts';
import { scrollingTable } from './table.ts';

const CHANNEL_TONES = { agrees: 'good', disagrees: 'bad', absent: 'open' } as const;

/** Each rung: what was concluded, which channels witnessed it, how long it took. */
export function proofSection(proof: Proof | undefined): Markup | null {
  // Where nothing ran, what to look at says why.
  if (proof === undefined || proof.rungs.length === 0) return null;
  return html`<section aria-labelledby="proof"><h2 id="proof">Proof</h2>${proof.rungs.map(rungMarkup)}</section>`;
}

function rungMarkup(rung: RungResult): Markup {
  const { word, tone } = PROOF_VERDICTS[rung.verdict];
  const name = `${rung.rung}, ${rung.engine}`;
  return html`<article class="card ${tone}">
<div class="head"><span class="badge">${word}</span><h3>${name}</h3><span class="id">${rung.device ?? 'no device'}</span></div>
${rung.reasons.map((reason) => html`<p>${reason}</p>`)}
${channels(name, rung.channels)}
${rungCharts(rung)}
${conditions(rung)}
</article>`;
}

function channels(name: string, all: readonly Channel[]): Markup | null {
  if (all.length === 0) return null;
  return scrollingTable(`Channels of ${name}`, ['Channel', 'Verdict', 'Says'], all.map(channelRow));
}

function channelRow(channel: Channel): Markup {
  const { verdict } = channel;
  return html`<tr><th scope="row">${channel.channel}</th><td><span class="badge ${CHANNEL_TONES[verdict]}">${verdict}</span></td><td class="says">${channelWords(channel)}</td></tr>`;
}

function conditions(rung: RungResult): Markup | null {
  const parts = runConditions(rung);
  return parts.length === 0 ? null : html`<p class="soft">${parts.join(', ')}</p>`;
}
