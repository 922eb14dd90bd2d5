import type { Finding } from '../findings/finding.ts';
import { allSources, type Sources } from '../packages/sources/sources.ts';
import { parseSdnLock } from '../packages/uv/sdn-lock.ts';
import { fullVersion } from '../packages/wanted.ts';
import type { InstallContext } from './install-environment.ts';
import { installFindings } from './install-findings.ts';
import type { Plan, PlanStep } from './plan.ts';
import type { Gathered } from './request/gather.ts';
import type { InstallRequest } from './request/request.ts';
import { resolved } from './request/resolved.ts';
import { readableBytes } from './stage/resources.ts';

export type Planned = { readonly plan: Plan; readonly findings: readonly Finding[] };

/** What an installation would do, with everything found out that can be found out without changing anything. */
export async function installPlan(request: InstallRequest, context: InstallContext): Promise<Planned> {
  const { gathered, lock } = await resolved(request, context);
  const { wheels } = parseSdnLock(lock);
  const known = wheels.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0);
  const { python } = gathered.choice;
  const steps: readonly PlanStep[] = [
    { id: 'python', title: 'Python', detail: `${python.version}, ${python.base}` },
    { id: 'uv', title: 'uv', detail: `${gathered.uv.version}, ${gathered.uv.path}` },
    { id: 'sources', title: 'Sources', detail: sourcesText(gathered.sources) },
    { id: 'pins', title: 'Pins', detail: `from ${request.pinsFrom}` },
    { id: 'torch', title: 'torch', detail: torchText(gathered) },
    {
      id: 'packages',
      title: 'Packages',
      detail: `${wheels.length} wheels, ${readableBytes(known)} where the index tells sizes`,
    },
    {
      id: 'stage',
      title: 'Build',
      detail: `beside ${request.place.venv}, files checked, every part imported`,
    },
    {
      id: 'prove',
      title: 'Prove',
      detail:
        request.proof === 'skip' ? 'skipped (--no-verify)' : 'one witnessed inference in the new environment',
    },
    {
      id: 'swap',
      title: 'Swap',
      detail: `${request.place.venv}; the old one stays until the new one is proven`,
    },
  ];
  return { plan: { schema: 'sdn.plan/1', steps }, findings: installFindings(request, gathered) };
}

function torchText({ choice }: Gathered): string {
  const { torch, torchvision } = choice;
  if (torch === null) return 'none: the runtime only';
  const vision = torchvision === null ? 'no torchvision' : `torchvision ${fullVersion(torchvision)}`;
  return `${fullVersion(torch)} from ${torch.source}, ${vision}`;
}

/** What is honoured of the user's configuration, without logins. */
function sourcesText(sources: Sources): string {
  const places = allSources(sources).map(
    ({ id, url, user }) => `${id} ${url}${user === null ? '' : ' (with a login)'}`,
  );
  const network = [
    ...(sources.cert === null ? [] : [`certificates ${sources.cert}`]),
    ...(sources.proxy === null ? [] : ['a proxy']),
    ...(sources.trustedHosts.length === 0 ? [] : [`trusted hosts ${sources.trustedHosts.join(' ')}`]),
  ];
  return [...places, ...network].join('; ');
}
