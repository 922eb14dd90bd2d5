import type { Facts } from '../../hardware/facts.ts';
import { type DeviceRow, deviceRows } from '../device-rows.ts';
import { bytesText } from '../quantities.ts';
import { html, type Markup } from './markup.ts';
import { scrollingTable } from './table.ts';

/** The machine and its devices; what could not be determined says so. */
export function machineSection(facts: Facts | undefined): Markup | null {
  if (facts === undefined) return null;
  return html`<section aria-labelledby="machine"><h2 id="machine">Machine</h2>
<dl class="pairs">${pairs(facts)}</dl>
${devices(facts)}
</section>`;
}

function pairs({ os, cpu, memory, python }: Facts): readonly Markup[] {
  const system = [os.name ?? os.platform, os.release, os.arch, os.wsl === true ? 'WSL' : null];
  const rows = [
    ['System', system.filter(Boolean).join(', ')],
    ['CPU', cpu?.brand ?? 'not known'],
    ['Memory', memory?.totalBytes == null ? 'not known' : bytesText(memory.totalBytes)],
    ['Python', python?.version ?? 'not known'],
  ] as const;
  return rows.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`);
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
