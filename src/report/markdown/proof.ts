import type { RungResult } from '../../proof/proof.ts';
import type { Report } from '../document.ts';
import { durationText } from '../quantities.ts';
import { PROOF_VERDICTS } from '../verdict-words.ts';
import { cell, inline } from './marks.ts';

/** Where inference runs, and a row for each rung. */
export function proofLines({ proof }: Report): readonly string[] {
  if (proof === undefined) return [];
  const { device, verdict } = proof;
  const name = device.name === null ? '' : ` (${inline(device.name)})`;
  return [
    `Inference on **${inline(device.resolved ?? device.requested)}**${name}: **${PROOF_VERDICTS[verdict].word}**`,
    '',
    ...(proof.rungs.length === 0 ? [] : rungTable(proof.rungs)),
  ];
}

function rungTable(rungs: readonly RungResult[]): readonly string[] {
  return [
    '| rung | engine | verdict | device | channels | compile | median |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...rungs.map(rungRow),
    '',
  ];
}

function rungRow({ rung, engine, verdict, device, channels, timings }: RungResult) {
  const agreeing = channels.map((each) => `${each.channel} ${each.verdict}`).join(', ');
  const time = (ms: number | null | undefined) => (ms == null ? 'not known' : durationText(ms));
  const cells = [
    rung,
    engine,
    verdict,
    device ?? 'not known',
    agreeing,
    time(timings?.compileMs),
    time(timings?.medianInferMs),
  ];
  return `| ${cells.map(cell).join(' | ')} |`;
}
