import type { Finding } from '../findings/finding.ts';
import { safeLine } from '../findings/safe.ts';
import { allFindings, foundNeedFix, worstFirst } from './all-findings.ts';
import { deviceRows } from './device-rows.ts';
import type { Report } from './document.ts';
import { headline } from './headline.ts';
import { durationText } from './quantities.ts';
import { PROOF_VERDICTS, STATUS_WORDS } from './verdict-words.ts';

/** The report as an issue wants it: verdict and what is wrong in the open, everything else folded away. */
export function markdownLines(report: Report): readonly string[] {
  return [
    `### sdn ${report.command}: ${headline(report).word}`,
    '',
    ...complaintLines(worstFirst(allFindings(report))),
    ...fleetLines(report),
    ...comparisonLines(report),
    ...proofLines(report),
    ...machineLines(report),
    ...logLines(report),
    ...checkLines(report.findings ?? []),
    footer(report),
  ];
}

function complaintLines(complaints: readonly Finding[]): readonly string[] {
  return complaints.flatMap((each) => [
    `**${STATUS_WORDS[each.status].word}** \`${each.id}\`: ${inline(each.title)}`,
    '',
    ...fenced(foundNeedFix(each).map(safeLine)),
    '',
  ]);
}

function fleetLines({ fleet }: Report): readonly string[] {
  if (fleet === undefined) return [];
  const rows = fleet.causes.map(
    ({ cause, title, count, fix }) => `| ${count} | \`${cause}\` | ${cell(title)} | ${cell(fix ?? '')} |`,
  );
  return [
    `**${fleet.proven} of ${fleet.read}** machines are proven; ${fleet.broken.count} of ${fleet.files} files are no report.`,
    '',
    '| machines | cause | what | fix |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
  ];
}

function comparisonLines({ comparison }: Report): readonly string[] {
  if (comparison === undefined) return [];
  const rows = comparison.changes.map(({ area, subject, before, after, direction }) =>
    [direction, area, cell(subject), cell(before ?? 'not there'), cell(after ?? 'not there')].join(' | '),
  );
  return [
    `${comparison.changes.length} changed, ${comparison.same} the same.`,
    '',
    '| | area | what | before | after |',
    '| --- | --- | --- | --- | --- |',
    ...rows.map((row) => `| ${row} |`),
    '',
  ];
}

function proofLines({ proof }: Report): readonly string[] {
  if (proof === undefined) return [];
  const { device, verdict } = proof;
  const name = device.name === null ? '' : ` (${inline(device.name)})`;
  return [
    `Inference on **${inline(device.resolved ?? device.requested)}**${name}: **${PROOF_VERDICTS[verdict].word}**`,
    '',
    '| rung | engine | verdict | device | channels | compile | median |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...proof.rungs.map(rungRow),
    '',
  ];
}

function rungRow({
  rung,
  engine,
  verdict,
  device,
  channels,
  timings,
}: NonNullable<Report['proof']>['rungs'][number]) {
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

function machineLines({ facts, decision }: Report): readonly string[] {
  if (facts === undefined) return [];
  const rows = [
    [
      'System',
      [facts.os.name ?? facts.os.platform, facts.os.release, facts.os.arch].filter(Boolean).join(', '),
    ],
    ['CPU', facts.cpu?.brand ?? 'not known'],
    ['Python', facts.python?.version ?? 'not known'],
    ...deviceRows(facts).map(
      ({ name, driver, detail }) => [name, `driver ${driver}${detail === '' ? '' : `, ${detail}`}`] as const,
    ),
    ...(decision === undefined ? [] : [['Variant', decision.variant ?? 'none'] as const]),
  ] as const;
  return [
    '| | |',
    '| --- | --- |',
    ...rows.map(([name, value]) => `| ${cell(name ?? '')} | ${cell(value ?? '')} |`),
    '',
  ];
}

function logLines({ log }: Report): readonly string[] {
  if (log === undefined) return [];
  const evidence = log.evidence.map(
    ({ line, text, means }) => `line ${line}: ${safeLine(text)}\n    ${safeLine(means)}`,
  );
  return [
    `The log shows **${log.backend}** on ${inline(log.device ?? 'a device it does not name')}.`,
    '',
    ...fenced(evidence),
    '',
  ];
}

function checkLines(findings: readonly Finding[]): readonly string[] {
  if (findings.length === 0) return [];
  const rows = findings.map(
    ({ status, id, title }) => `| ${STATUS_WORDS[status].word} | \`${id}\` | ${cell(title)} |`,
  );
  return [
    '<details><summary>All checks</summary>',
    '',
    '| | check | |',
    '| --- | --- | --- |',
    ...rows,
    '',
    '</details>',
    '',
  ];
}

function footer({ tool, startedAt, durationMs, exitCode, redacted }: Report): string {
  const private_ = redacted ? 'names, home folder and secrets removed' : 'not redacted';
  return `<sub>sdn ${tool.version}, Node ${tool.node}, ${startedAt}, ${durationText(durationMs)}, exit ${exitCode}, ${private_}</sub>`;
}

/** A fence longer than any run of backticks inside. */
function fenced(lines: readonly string[]): readonly string[] {
  if (lines.length === 0) return [];
  const longest = Math.max(
    0,
    ...lines.flatMap((line) => (line.match(/`+/g) ?? []).map(({ length }) => length)),
  );
  const fence = '`'.repeat(Math.max(3, longest + 1));
  return [fence, ...lines, fence];
}

/** Foreign text in a line of Markdown: nothing in it is markup, a mention or HTML. */
function inline(text: string): string {
  return safeLine(text)
    .replace(/[\\`*_{}[\]<>#|~]/g, '\\$&')
    .replace(/@(?=\w)/g, '@\u200b');
}

function cell(text: string): string {
  return inline(text) || ' ';
}
