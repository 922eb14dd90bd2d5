import type { Facts } from '../../hardware/facts.ts';
import { type DeviceRow, deviceRows } from '../device-rows.ts';
import type { Report } from '../document.ts';
import { machineRows } from '../machine-rows.ts';
import { html, type Markup } from './markup.ts';
import { scrollingTable } from './table.ts';

/** The machine with its environment and its devices; what could not be determined says so. */
export function machineSection({ facts, environment }: Report): Markup | null {
  if (facts === undefined) return null;
  const rows = machineRows(facts, environment);
  return html`<section aria-labelledby="machine"><h2 id="machine">Machine</h2>
<dl class="pairs">${rows.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
${devices(facts)}
</section>`;
}

function devices(facts: Facts): Markup {
  if (facts.gpus == null) return html`<p>Which GPUs are here could not be determined.</p>`;
  const rows = deviceRows(facts);
  if (rows.length === 0) return html`<p>No GPU and no NPU were found.</p>`;
  return html`<h3>Devices</h3>
${scrollingTable('Devices', ['Kind', 'Device', 'Driver', 'Details', 'PCI'], rows.map(deviceRow))}`;
}

function deviceRow({ kind, name, driver, detail, pci }: DeviceRow): Markup {
  return html`<tr><td>${kind}</td><th scope="row" class="wide">${name}</th><td>${driver}</td><td>${detail}</td><td><code>${pci}</code></td></tr>`;
}
