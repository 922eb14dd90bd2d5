import type { Fleet, FleetCause, FleetHost } from '../merge/fleet.ts';
import { html, type Markup } from './markup.ts';
import { scrollingTable } from './table.ts';

/** A fleet in one table: how many are proven, and the rest by cause with their machines folded away. */
export function fleetSection(fleet: Fleet | undefined): Markup | null {
  if (fleet === undefined) return null;
  return html`<section aria-labelledby="fleet"><h2 id="fleet">Fleet</h2>
<p><b>${fleet.proven} of ${fleet.read}</b> machines are proven.</p>
<dl class="pairs"><dt>Devices</dt><dd>${counted(fleet.devices)}</dd><dt>Variants</dt><dd>${counted(fleet.variants)}</dd></dl>
${fleet.causes.map(causeMarkup)}
${broken(fleet.broken)}
</section>`;
}

function counted(counts: Fleet['devices']): string {
  return Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');
}

function causeMarkup({ cause, title, count, hosts }: FleetCause): Markup {
  return html`<details><summary><b>${count}</b> ${title} <code>${cause}</code></summary>
${scrollingTable(`Machines: ${cause}`, ['Report', 'Verdict', 'Proof', 'Device', 'Found'], hosts.map(hostRow))}
</details>`;
}

function hostRow({ file, verdict, proof, device, found }: FleetHost): Markup {
  return html`<tr><th scope="row">${file}</th><td>${verdict}</td><td>${proof ?? 'none'}</td><td>${device ?? 'not known'}</td><td class="wide">${found ?? ''}</td></tr>`;
}

function broken({ count, files }: Fleet['broken']): Markup | null {
  if (count === 0) return null;
  const rows = files.map(
    ({ file, reason }) => html`<tr><th scope="row">${file}</th><td class="wide">${reason}</td></tr>`,
  );
  return html`<details><summary><b>${count}</b> not a report</summary>
${scrollingTable('Files that are not a report', ['File', 'Why'], rows)}</details>`;
}
