import { type Finding, finding, GROUPS } from '../findings/finding.ts';
import { allFindings, foundNeedFix } from './all-findings.ts';
import type { Report } from './document.ts';
import { escapeXml } from './escape-xml.ts';

/** JUnit XML as both of the usual schemas accept it: one suite a group, one case a finding. */
export function junitLines(report: Report): readonly string[] {
  const findings = casesOf(report);
  const suites = GROUPS.map((group) => findings.filter((each) => each.group === group)).filter(
    ({ length }) => length > 0,
  );
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites>',
    ...suites.flatMap((cases, at) => suiteLines(report, cases, at)),
    '</testsuites>',
  ];
}

/** A run that judges nothing is still one case: a test service takes an empty file for a broken one. */
function casesOf(report: Report): readonly Finding[] {
  const findings = allFindings(report);
  if (findings.length > 0) return findings;
  const { command, verdict, durationMs } = report;
  const status = verdict === 'not-ready' ? 'fail' : verdict === 'undetermined' ? 'unknown' : 'pass';
  return [
    finding({ id: `run.${command}`, group: 'system', status, title: `sdn ${command}`, ms: durationMs }),
  ];
}

function suiteLines(report: Report, cases: readonly Finding[], id: number): readonly string[] {
  const number = (status: Finding['status']) => cases.filter((each) => each.status === status).length;
  const seconds = (cases.reduce((sum, { ms }) => sum + ms, 0) / 1_000).toFixed(3);
  const attributes = {
    package: 'sdn',
    id: String(id),
    name: `sdn.${cases[0]?.group ?? 'system'}`,
    timestamp: report.startedAt.slice(0, 19),
    hostname: 'localhost',
    tests: String(cases.length),
    failures: String(number('fail')),
    errors: String(number('unknown')),
    skipped: String(number('skip')),
    time: seconds,
  };
  return [
    `  <testsuite ${attributesText(attributes)}>`,
    '    <properties>',
    ...properties(report).map(([name, value]) => `      <property ${attributesText({ name, value })}/>`),
    '    </properties>',
    ...cases.flatMap(caseLines),
    `    <system-out>${escapeXml(warnings(cases))}</system-out>`,
    '    <system-err></system-err>',
    '  </testsuite>',
  ];
}

function properties({
  tool,
  command,
  verdict,
  facts,
  decision,
  proof,
}: Report): readonly (readonly [string, string])[] {
  const devices = [...(facts?.gpus ?? []), ...(facts?.npus ?? [])];
  const rows: readonly (readonly [string, string | null | undefined])[] = [
    ['sdn.version', tool.version],
    ['command', command],
    ['verdict', verdict],
    ['os', facts?.os.name ?? facts?.os.platform],
    ['cpu', facts?.cpu?.brand],
    ...devices.map((device, at) => [`device.${at}`, device.name ?? device.vendor] as const),
    ['variant', decision?.variant],
    ['proof', proof?.verdict],
    ['proof.device', proof?.device.resolved],
  ];
  return rows.flatMap(([name, value]) => (value == null || value === '' ? [] : [[name, value] as const]));
}

function caseLines(each: Finding): readonly string[] {
  const time = (each.ms / 1_000).toFixed(3);
  const open = `    <testcase ${attributesText({ classname: `sdn.${each.group}`, name: each.id, time })}`;
  const outcome = outcomeLine(each);
  return outcome === null ? [`${open}/>`] : [`${open}>`, `      ${outcome}`, '    </testcase>'];
}

function outcomeLine(each: Finding): string | null {
  const text = escapeXml(foundNeedFix(each).join('\n'));
  const attributes = attributesText({ type: each.id, message: each.title });
  if (each.status === 'fail') return `<failure ${attributes}>${text}</failure>`;
  if (each.status === 'unknown') return `<error ${attributes}>${text}</error>`;
  return each.status === 'skip'
    ? `<skipped ${attributesText({ message: each.found ?? each.title })}/>`
    : null;
}

/** A warning passes; what it says is in the suite's output, where both schemas allow it. */
function warnings(cases: readonly Finding[]): string {
  return cases
    .filter(({ status }) => status === 'warn')
    .map((each) => [`warning ${each.id}: ${each.title}`, ...foundNeedFix(each)].join('\n'))
    .join('\n');
}

function attributesText(attributes: Readonly<Record<string, string>>): string {
  return Object.entries(attributes)
    .map(([name, value]) => `${name}="${escapeXml(value)}"`)
    .join(' ');
}
