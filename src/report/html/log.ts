import type { LogReading } from '../../sdnext/log/reading.ts';
import { html, type Markup } from './markup.ts';
import { scrollingTable } from './table.ts';

/** What an SD.Next log says ran, with the lines that say it. */
export function logSection(log: LogReading | undefined): Markup | null {
  if (log === undefined) return null;
  const inUse = { true: 'in use', false: 'not in use', null: 'cannot be told from this log' }[
    `${log.acceleratorInUse}`
  ];
  return html`<section aria-labelledby="log"><h2 id="log">What the log says</h2>
<dl class="pairs"><dt>Backend</dt><dd>${log.backend}</dd><dt>Asked for</dt><dd>${log.requested ?? 'not visible in the log'}</dd>
<dt>Device</dt><dd>${log.device ?? 'not named in the log'}</dd><dt>Accelerator</dt><dd>${inUse}</dd></dl>
${scrollingTable('Lines of the log', ['Line', 'Text', 'Means'], log.evidence.map(row))}</section>`;
}

function row({ line, text, means }: LogReading['evidence'][number]): Markup {
  return html`<tr><td class="number">${line}</td><td class="wide"><code>${text}</code></td><td class="wide">${means}</td></tr>`;
}
