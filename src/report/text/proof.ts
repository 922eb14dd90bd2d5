import type { Channel, Proof, RungResult, Timings } from '../../proof/proof.ts';
import { channelWords } from '../channel-words.ts';
import { paint, type Style } from '../style.ts';
import { labelled } from '../wrap.ts';

type Color = Parameters<typeof paint>[1];

const COLORS: Readonly<Record<Proof['verdict'], Color>> = {
  proven: 'green',
  reported: 'yellow',
  contradicted: 'red',
  failed: 'red',
  unknown: 'magenta',
};

const MARKS: Readonly<Record<Channel['verdict'], { glyph: string; ascii: string; color: Color }>> = {
  agrees: { glyph: '✓', ascii: 'agrees   ', color: 'green' },
  disagrees: { glyph: '✗', ascii: 'DISAGREES', color: 'red' },
  absent: { glyph: '–', ascii: 'absent   ', color: 'dim' },
};

const COLUMN = 12;

/** Where the inference ran and what says so; the cost of the first run apart from the steady state. */
export function proofLines(proof: Proof | undefined, style: Style): readonly string[] {
  if (proof === undefined || proof.rungs.length === 0) return [];
  const { requested, pci, uuid } = proof.device;
  const ids = [pci === null ? null : `PCI ${pci}`, uuid === null ? null : `UUID ${uuid}`].filter(Boolean);
  return [
    ...labelled('Proof', `${paint(style, COLORS[proof.verdict], proof.verdict)}${ranOn(proof)}`, {
      width: style.width,
      indent: 0,
      column: COLUMN + 2,
    }),
    ...row('Asked for', requested, style),
    ...(ids.length === 0 ? [] : row('Identity', ids.join(', '), style)),
    ...proof.rungs.flatMap((rung) => rungLines(rung, style)),
  ];
}

function ranOn({ verdict, device: { resolved, name } }: Proof): string {
  if (resolved === null || !['proven', 'reported'].includes(verdict)) return '';
  return `: ${resolved}${name === null ? '' : ` (${name})`}`;
}

function rungLines(rung: RungResult, style: Style): readonly string[] {
  const told = rung.verdict === 'reported' || style.verbose;
  const shown = rung.channels.filter(({ verdict }) => told || verdict !== 'absent');
  return [
    '',
    ...row('Rung', rungTitle(rung), style),
    ...shown.flatMap((channel, at) => channelLines(channel, at === 0 ? 'Channels' : '', style)),
    ...timingLines(rung, style),
  ];
}

function rungTitle({ rung, engine, verdict, versions, network }: RungResult): string {
  const version = (versions.openvino ?? '').split('-')[0];
  const parts = [
    `${rung}, ${verdict}`,
    version === '' ? null : `OpenVINO ${version}`,
    engine === 'python' ? `Python ${versions.python ?? ''}`.trim() : `engine ${engine}`,
    network === undefined ? null : `${network.gflop} GFLOP network`,
  ];
  return parts.filter(Boolean).join(', ');
}

function channelLines({ channel, says, verdict, detail }: Channel, label: string, style: Style) {
  const { glyph, ascii, color } = MARKS[verdict];
  const mark = paint(style, color, style.unicode ? glyph : ascii);
  const text = channelWords({ channel, says, verdict, detail });
  const column = COLUMN + (style.unicode ? 2 : 10) + 19;
  const [first = '', ...rest] = labelled('', text, { width: style.width, indent: 2, column });
  return [`  ${label.padEnd(COLUMN)}${mark} ${channel.padEnd(18)} ${first.trimStart()}`, ...rest];
}

function timingLines({ timings, throughput, memoryPeakBytes, cache }: RungResult, style: Style) {
  if (timings === null) return [];
  const memory = memoryPeakBytes ? `, ${Math.round(memoryPeakBytes / 2 ** 20)} MiB at most` : '';
  const cached = cache?.loadedFromCache ? `; from a cache ${ms(cache.secondMs)}` : '';
  const first = firstRun(timings);
  const steady = steadyState(timings, throughput);
  return [
    ...(first === '' ? [] : row('First run', `${first}${cached}`, style)),
    ...(steady === '' ? [] : row('After that', `${steady}${memory}`, style)),
  ];
}

function firstRun({ importMs, compileMs, firstInferMs }: Timings): string {
  return listed([
    ['import', importMs],
    ['compile', compileMs],
    ['first inference', firstInferMs],
  ]);
}

function steadyState({ medianInferMs, p95InferMs }: Timings, throughput: RungResult['throughput']): string {
  const times = listed([
    ['median', medianInferMs],
    ['p95', p95InferMs],
  ]);
  const rate = throughput?.perSecond ? `, ${throughput.perSecond.toPrecision(3)}/s` : '';
  const ratio = throughput?.timesCpu ? `, ${throughput.timesCpu.toFixed(1)} × the CPU here` : '';
  return times === '' ? '' : `${times}${rate}${ratio}`;
}

function listed(entries: readonly (readonly [string, number | null])[]): string {
  return entries.flatMap(([name, value]) => (value === null ? [] : [`${name} ${ms(value)}`])).join(', ');
}

function ms(value: number | null): string {
  if (value === null) return 'unknown';
  return value >= 1000 ? `${(value / 1000).toFixed(1)} s` : `${Number(value.toPrecision(3))} ms`;
}

function row(label: string, text: string, { width }: Style): readonly string[] {
  return labelled(label, text, { width, indent: 2, column: COLUMN });
}
