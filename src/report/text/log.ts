import { whatRanSentence } from '../../sdnext/log/log-findings.ts';
import type { LogReading } from '../../sdnext/log/reading.ts';
import { paint, type Style } from '../style.ts';
import { labelled, wrap } from '../wrap.ts';

const COLUMN = 14;

/** What a log says ran, and the lines it rests on. */
export function logLines(log: LogReading | undefined, style: Style): readonly string[] {
  const isRead = log !== undefined && (log.backend !== 'unknown' || log.evidence.length > 0);
  if (!isRead) return [];
  const sentence = wrap(whatRanSentence(log), style.width, 0).map((line) => paint(style, 'bold', line));
  return [...sentence, '', ...facts(log, style), ...evidence(log, style)];
}

function facts(log: LogReading, style: Style): readonly string[] {
  const rows = [
    ['Backend', log.backend],
    ['Asked for', log.requested ?? 'not visible in the log'],
    ['Device', log.device ?? 'not named in the log'],
    ['Accelerator', accelerator(log.acceleratorInUse)],
    ['SD.Next', [log.sdnext.date, log.sdnext.commit].filter((each) => each !== null).join(', ')],
    ['Versions', versions(log)],
  ] as const;
  return rows
    .filter(([, value]) => value !== '')
    .flatMap(([label, value]) => labelled(label, value, { width: style.width, indent: 2, column: COLUMN }));
}

function accelerator(inUse: boolean | null): string {
  if (inUse === null) return 'cannot be told from these lines';
  return inUse ? 'in use' : 'not in use';
}

const SHOWN = ['python', 'torch', 'torchvision', 'openvino', 'cuda', 'hip', 'ipex', 'directml', 'driver'];

function versions(log: LogReading): string {
  return SHOWN.filter((name) => name in log.versions)
    .map((name) => `${name} ${log.versions[name]}`)
    .join(', ');
}

function evidence(log: LogReading, style: Style): readonly string[] {
  if (log.evidence.length === 0) return [];
  const width = String(log.evidence.at(-1)?.line ?? 0).length;
  return ['', ...log.evidence.flatMap((each) => evidenceLines(each, { style, width }))];
}

type Layout = { readonly style: Style; readonly width: number };

function evidenceLines({ line, text, means }: LogReading['evidence'][number], { style, width }: Layout) {
  const label = `line ${String(line).padStart(width)}  `;
  const column = label.length;
  const quoted = labelled(label, text, { width: style.width, indent: 2, column });
  return [...quoted.map((each) => paint(style, 'dim', each)), ...wrap(means, style.width, 2 + column)];
}
