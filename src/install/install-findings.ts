import acceptance from '../../templates/tables/acceptance.json' with { type: 'json' };
import { type Finding, finding, remedy } from '../findings/finding.ts';
import { minorVersion } from '../packages/pythons/interpreter.ts';
import { withoutLogins } from '../packages/sources/without-logins.ts';
import { fullVersion } from '../packages/wanted.ts';
import type { Gathered } from './request/gather.ts';
import type { InstallRequest } from './request/request.ts';

/** What the user has to know about the choice that was made: substitutes, what is missing, which Python and why. */
export function installFindings(request: InstallRequest, gathered: Gathered): readonly Finding[] {
  return [
    pythonFinding(request, gathered),
    ...torchFinding(request, gathered),
    ...torchvisionFinding(request, gathered),
    ...sourceFindings(gathered),
  ];
}

function pythonFinding({ wanted }: InstallRequest, { choice, pythons }: Gathered): Finding {
  const { python, torch } = choice;
  const others = pythons.eligible.filter((each) => each.base !== python.base);
  const favourite = pythons.eligible[0]?.base === python.base;
  const why = favourite
    ? `the first of SD.Next's favourites here (${wanted.pythons.join(', ')})`
    : `the only minor version here with torch ${torch === null ? '' : fullVersion(torch)} on offer`;
  return finding({
    id: 'python.chosen',
    group: 'python',
    status: 'pass',
    title: `Python ${python.version} carries the environment`,
    found: `${python.base}: ${why}`,
    evidence: others.map(({ base, version }) => ({
      kind: 'file',
      source: base,
      value: `Python ${minorVersion(version)}`,
    })),
  });
}

function torchFinding({ wanted }: InstallRequest, { choice }: Gathered): readonly Finding[] {
  if (wanted.torch === null || choice.torch === null || choice.tier === 'pinned') return [];
  const cost = choice.tier === 'above-ceiling' ? ` ${acceptance.openvinoTorch.above}` : '';
  return [
    finding({
      id: 'packages.torch-substitute',
      group: 'packages',
      status: 'warn',
      title: 'torch is not the pinned build',
      found: `torch ${fullVersion(choice.torch)}, the nearest CPU build that can be had.${cost}`,
      need: `torch ${fullVersion(wanted.torch)}, as SD.Next pins it`,
      remedy: remedy(
        'Reinstall when the pinned build can be reached.',
        `sdn reinstall --use-${wanted.variant} --exact`,
      ),
    }),
  ];
}

function torchvisionFinding({ wanted, sources }: InstallRequest, { choice }: Gathered): readonly Finding[] {
  if (wanted.torchvision === null || choice.torch === null || choice.torchvision !== null) return [];
  return [
    finding({
      id: 'packages.torchvision-missing',
      group: 'packages',
      status: 'warn',
      title: 'torchvision is not installed',
      found: `No source holds a torchvision that belongs to torch ${fullVersion(choice.torch)}; one of another build does not load`,
      need: `torchvision of the same source and build, without which the SD.Next server does not start. ${pairSource(sources.torchIndexUrl)}`,
      remedy: remedy(
        'Reinstall when a source that holds the pair can be reached.',
        `sdn reinstall --use-${wanted.variant}`,
      ),
    }),
  ];
}

function pairSource(torchIndex: string | null): string {
  const where = torchIndex === null ? 'The index of PyTorch' : withoutLogins(torchIndex);
  return `${where} has it; a mirror or a folder of wheels is named with --index-url or --find-links.`;
}

function sourceFindings({ dropped }: Gathered): readonly Finding[] {
  return dropped.map(({ source, reason }) =>
    finding({
      id: 'packages.source-down',
      group: 'packages',
      status: 'warn',
      title: 'A package source cannot be used',
      found: `${source.url}: ${reason}`,
      need: 'An answer within two seconds; it was left out',
      subject: source.id,
    }),
  );
}
