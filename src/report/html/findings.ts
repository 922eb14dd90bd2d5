import type { Finding } from '../../findings/finding.ts';
import { allFindings, worstFirst } from '../all-findings.ts';
import type { Report } from '../document.ts';
import { durationText } from '../quantities.ts';
import { STATUS_WORDS } from '../verdict-words.ts';
import { html, type Markup } from './markup.ts';
import { scrollingTable } from './table.ts';

/** What is not well, the worst first, each with a way out that can be copied. */
export function complaintsSection(report: Report): Markup | null {
  const complaints = worstFirst(allFindings(report));
  if (complaints.length === 0) return null;
  return html`<section aria-labelledby="complaints"><h2 id="complaints">What to look at</h2>
${complaints.map(card)}</section>`;
}

function card(each: Finding): Markup {
  const { word, tone } = STATUS_WORDS[each.status];
  return html`<article class="card ${tone}">
<div class="head"><span class="badge">${word}</span><h3>${each.title}</h3><code class="id">${each.id}</code></div>
${pairs(each)}
</article>`;
}

function pairs({ found, need, remedy, evidence }: Finding): Markup | null {
  const rows = [
    ...(found === null ? [] : [pair('Found', html`${found}`)]),
    ...(need === null ? [] : [pair('Need', html`${need}`)]),
    ...(remedy === null ? [] : [pair('Fix', fix(remedy))]),
    ...(evidence.length === 0 ? [] : [pair('Seen', html`${evidence.map(seen)}`)]),
  ];
  return rows.length === 0 ? null : html`<dl class="pairs">${rows}</dl>`;
}

function pair(name: string, value: Markup): Markup {
  return html`<dt>${name}</dt><dd>${value}</dd>`;
}

function fix({ summary, commands, needs }: NonNullable<Finding['remedy']>): Markup {
  const said = [summary, needs.length === 0 ? '' : `(needs ${needs.join(', ')})`].filter(
    (text) => text !== '',
  );
  const copied = commands.filter((command) => command !== '');
  return html`${said.length === 0 || said[0] === copied[0] ? null : html`<p>${said.join(' ')}</p>`}${copied.map(command)}`;
}

function command(text: string): Markup {
  return html`<div class="fix"><pre><code>${text}</code></pre><button type="button" class="copy" hidden aria-label="Copy: ${text}">Copy</button></div>`;
}

function seen({ source, value }: Finding['evidence'][number]): Markup {
  return html`<p class="soft"><code>${source}</code>: ${value}</p>`;
}

/** Everything that was looked at, folded away. */
export function restSection(findings: readonly Finding[]): Markup | null {
  if (findings.length === 0) return null;
  return html`<section aria-labelledby="checks"><h2 id="checks">All checks</h2>
<details><summary>${findings.length} ${findings.length === 1 ? 'check' : 'checks'}</summary>
${scrollingTable('Every check', ['Result', 'Check', 'What', 'Found', 'Took'], findings.map(row))}
</details></section>`;
}

function row({ status, id, title, found, ms }: Finding): Markup {
  const { word, tone } = STATUS_WORDS[status];
  return html`<tr><td><span class="badge ${tone}">${word}</span></td><td><code>${id}</code></td><td class="wide">${title}</td><td class="wide">${found ?? ''}</td><td class="number">${durationText(ms)}</td></tr>`;
}
