import type { Finding } from '../../findings/finding.ts';
import { safeLine } from '../../findings/safe.ts';
import { allFindings, foundNeedFix, worstFirst } from '../all-findings.ts';
import type { Report } from '../document.ts';
import { headline } from '../headline.ts';
import { durationText } from '../quantities.ts';
import { STATUS_WORDS } from '../verdict-words.ts';
import { machineLines } from './machine.ts';
import { comparisonLines, fleetLines } from './many.ts';
import { cell, fenced, inline } from './marks.ts';
import { proofLines } from './proof.ts';

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
