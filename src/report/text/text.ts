import { ascii, safeKeepingColor } from '../../findings/safe.ts';
import type { Report } from '../document.ts';
import type { Style } from '../style.ts';
import { choiceLines } from './choice.ts';
import { comparisonLines } from './comparison.ts';
import { errorLines } from './error.ts';
import { findingLines } from './findings.ts';
import { fleetLines } from './fleet.ts';
import { logLines } from './log.ts';
import { machineLines } from './machine.ts';
import { planLines } from './plan.ts';
import { proofLines } from './proof.ts';
import { templateLines } from './templates.ts';
import { verdictLines } from './verdict.ts';

/** The report as a person reads it: what was found, what came of it, what to do next. */
export function textLines(report: Report, style: Style): readonly string[] {
  if (style.quiet) return printable(verdictLines(report, style), style);
  const sections = [
    ...(report.command === 'detect'
      ? [machineLines(report.facts, style), choiceLines(report.decision, style)]
      : []),
    planLines(report.plan, style),
    templateLines(report.templates, style),
    fleetLines(report.fleet, style),
    comparisonLines(report.comparison, style),
    logLines(report.log, style),
    proofLines(report.proof, style),
    findingLines(report.findings ?? [], style),
    errorLines(report.error, style),
    verdictLines(report, style),
  ];
  return printable(sections.filter((lines) => lines.length > 0).flatMap(spaced), style);
}

function spaced(lines: readonly string[], index: number): readonly string[] {
  return index === 0 ? lines : ['', ...lines];
}

function printable(lines: readonly string[], style: Style): readonly string[] {
  const shown = lines.map(safeKeepingColor);
  return style.unicode ? shown : shown.map(ascii);
}
