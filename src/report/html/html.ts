import { readFileSync } from 'node:fs';
import { sha256 } from '../../system/digest.ts';
import { templatePath } from '../../system/templates.ts';
import type { Report } from '../document.ts';
import { headline } from '../headline.ts';
import { durationText } from '../quantities.ts';
import { comparisonSection } from './comparison.ts';
import { decisionSection } from './decision.ts';
import { complaintsSection, restSection } from './findings.ts';
import { fleetSection } from './fleet.ts';
import { logSection } from './log.ts';
import { machineSection } from './machine.ts';
import { html, type Markup, raw } from './markup.ts';
import { planSection } from './plan.ts';
import { proofSection } from './proof.ts';
import { verdictBanner } from './verdict.ts';

/** One page that needs nothing but itself: no network, no script to be read, light and dark, printable. */
export function htmlLines(report: Report): readonly string[] {
  const style = readFileSync(templatePath('report', 'page.css'), 'utf8');
  const script = readFileSync(templatePath('report', 'page.js'), 'utf8');
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy(style, script)}">
<title>sdn ${report.command}: ${headline(report).word}</title>
<link rel="icon" href="data:,">
<style>${raw(style)}</style>
</head>
<body>
${body(report)}
<p id="said" class="visually-hidden" role="status"></p>
<script type="module">${raw(script)}</script>
</body>
</html>`.markup.split('\n');
}

/** Only this style and this script: whatever a report carries, it cannot run. */
function policy(style: string, script: string): string {
  return `default-src 'none'; img-src data:; style-src ${hashOf(style)}; script-src ${hashOf(script)}`;
}

function hashOf(text: string): string {
  return `'sha256-${sha256(text, 'base64')}'`;
}

function body(report: Report): Markup {
  return html`<header>
<h1>sdn ${report.command}</h1>
</header>
<main>
${verdictBanner(report)}
${complaintsSection(report)}
${fleetSection(report.fleet)}
${comparisonSection(report.comparison)}
${decisionSection(report.decision)}
${planSection(report.plan)}
${proofSection(report.proof)}
${logSection(report.log)}
${machineSection(report)}
${restSection(report.findings ?? [])}
</main>
${footer(report)}`;
}

function footer({ tool, startedAt, durationMs, exitCode, redacted }: Report): Markup {
  const kept = redacted
    ? 'Names, home folder and secrets were removed.'
    : 'Names and paths were kept (--no-redact).';
  return html`<footer>
<p>sdn ${tool.version} on Node ${tool.node}, <time datetime="${startedAt}">${startedAt}</time>, took ${durationText(durationMs)}, exit code ${exitCode}. ${kept}</p>
</footer>`;
}
