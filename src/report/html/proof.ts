import type { Channel, Proof, RungResult } from '../../proof/proof.ts';
import { PROOF_VERDICTS } from '../verdict-words.ts';
import { html, type Markup } from './markup.ts';
import { rungCharts } from './rung-charts.ts';
import { scrollingTable } from './table.ts';

const CHANNEL_TONES = { agrees: 'good', disagrees: 'bad', absent: 'open' } as const;

/** Each rung: what was concluded, which channels witnessed it, how long it took. */
export function proofSection(proof: Proof | undefined): Markup | null {
  if (proof === undefined) return null;
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
${versions(rung.versions)}
</article>`;
}

function channels(name: string, all: readonly Channel[]): Markup | null {
  if (all.length === 0) return null;
  return scrollingTable(`Channels of ${name}`, ['Channel', 'Says', 'Verdict', 'Detail'], all.map(channelRow));
}

function channelRow({ channel, says, verdict, detail }: Channel): Markup {
  return html`<tr><th scope="row">${channel}</th><td>${says ?? 'nothing'}</td><td><span class="badge ${CHANNEL_TONES[verdict]}">${verdict}</span></td><td class="wide">${detailText(detail)}</td></tr>`;
}

const LONGEST_DETAIL = 300;

function detailText(detail: Channel['detail']): string {
  const text = Object.entries(detail)
    .map(([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');
  return text.length > LONGEST_DETAIL ? `${text.slice(0, LONGEST_DETAIL)} …` : text;
}

function versions(of: RungResult['versions']): Markup | null {
  const known = Object.entries(of).filter(([, version]) => version !== null);
  return known.length === 0
    ? null
    : html`<p class="soft">${known.map(([name, version]) => `${name} ${version}`).join(', ')}</p>`;
}
