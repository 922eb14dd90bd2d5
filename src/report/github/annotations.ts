import type { Finding } from '../../findings/finding.ts';
import { safe } from '../../findings/safe.ts';
import { allFindings, foundNeedFix, worstFirst } from '../all-findings.ts';
import type { Report } from '../document.ts';

/** What GitHub shows of each level in one step (docs.github.com, "Annotation limits", read 2026-11). */
const SHOWN_PER_LEVEL = 10;

/** Workflow commands, the worst first; where GitHub would drop some, a last one counts them. */
export function annotationLines(report: Report): readonly string[] {
  const complaints = worstFirst(allFindings(report));
  const errors = complaints.filter(({ status }) => status === 'fail');
  const warnings = complaints.filter(({ status }) => status !== 'fail');
  const dropped =
    Math.max(0, errors.length - SHOWN_PER_LEVEL) + Math.max(0, warnings.length - SHOWN_PER_LEVEL);
  return [
    ...errors.slice(0, SHOWN_PER_LEVEL).map((each) => annotation('error', each)),
    ...warnings.slice(0, SHOWN_PER_LEVEL).map((each) => annotation('warning', each)),
    ...(dropped === 0 ? [] : [`::notice title=sdn::${dropped} more in the report`]),
  ];
}

function annotation(level: 'error' | 'warning', each: Finding): string {
  const message = [each.title, ...foundNeedFix(each)].join('\n');
  return `::${level} title=${property(each.id)}::${data(message)}`;
}

/** The runner decodes these and nothing else; a raw line end would start a command of its own. */
function data(text: string): string {
  return safe(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
