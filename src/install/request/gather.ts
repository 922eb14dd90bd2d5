import { Failure } from '../../findings/failure.ts';
import { shellWord } from '../../findings/shell-word.ts';
import { type Choice, chooseBuild } from '../../packages/choose-build.ts';
import type { Judged } from '../../packages/pythons/eligible.ts';
import { pythonsWithPip } from '../../packages/pythons-with-pip.ts';
import { askSources } from '../../packages/sources/ask-sources.ts';
import { allSources, localSources, type Sources, sourcesOf } from '../../packages/sources/sources.ts';
import { type DroppedSource, usableSources } from '../../packages/sources/usable-sources.ts';
import { bringUv, uvHere } from '../../packages/uv/bring-uv.ts';
import type { Uv } from '../../packages/uv/uv.ts';
import { fullVersion } from '../../packages/wanted.ts';
import type { System } from '../../system/system.ts';
import type { InstallRequest } from './request.ts';

/** What an installation will work with, found out before anything is changed. */
export type Gathered = {
  readonly uv: Uv;
  readonly choice: Choice;
  readonly sources: Sources;
  readonly dropped: readonly DroppedSource[];
  readonly pythons: Judged;
};

/** Finds a Python, the user's package sources, a build of torch and a uv; what does not depend runs side by side. */
export async function gather(request: InstallRequest, system: System): Promise<Gathered> {
  const spared = new AbortController();
  return gatherAhead(request, spared.signal, system).finally(() => spared.abort());
}

/** `spared` ends what was begun before it was known whether it is needed. */
async function gatherAhead(request: InstallRequest, spared: AbortSignal, system: System): Promise<Gathered> {
  const asking = pythonsWithPip({ asked: request.python, wanted: request.wanted, spared }, system);
  const uvThere = uvHere({ ...system, signal: AbortSignal.any([system.signal, spared]) });
  const { pythons, pip } = await asking;
  const python = pythons.eligible[0]?.base ?? '';
  const configured = sourcesOf(request.sources, pip);
  const uv = uvThere.then((found) => found ?? bringUv(python, system, uvSources(request, configured)));
  // Awaited below; until then a failure of the other branch must not leave it unheard.
  uv.catch(() => undefined);
  const asked = request.network === 'offline' ? localSources(configured) : configured;
  const answers = await askSources({ sources: asked, projects: projectsOf(request), python }, system);
  const { command } = request;
  const { sources, dropped } = usableSources(configured, answers, { system, python, command });
  const offered = chooseBuild({
    wanted: request.wanted,
    pythons: pythons.eligible,
    answers,
    platform: system.platform,
    policy: request.policy,
  });
  const choice = offered ?? cachedChoice(request, pythons.eligible, configured);
  if (choice === null) throw noBuild(request, dropped, { configured, python });
  return { uv: await uv, choice, sources, dropped, pythons };
}

/** Where uv itself may come from when it has to be brought: null for wherever the user's pip looks. */
export function uvSources({ network }: InstallRequest, sources: Sources): Sources | null {
  return network === 'online' ? null : { ...localSources(sources), main: null };
}

/** Without network only uv knows what its cache holds: the pinned build is tried, and nothing else. */
function cachedChoice(
  { network, wanted }: InstallRequest,
  [python]: Judged['eligible'],
  { torch }: Sources,
): Choice | null {
  if (network === 'online' || python === undefined || wanted.torch === null) return null;
  const source = torch === null ? 'default' : 'torch';
  const torchvision = wanted.torchvision === null ? null : { ...wanted.torchvision, source };
  return { python, torch: { ...wanted.torch, source }, torchvision, tier: 'pinned' };
}

function projectsOf({ wanted }: InstallRequest): readonly string[] {
  return wanted.torch === null ? ['openvino'] : ['torch', 'torchvision'];
}

type Asked = { readonly configured: Sources; readonly python: string };

function noBuild(
  { wanted, policy, command }: InstallRequest,
  dropped: readonly DroppedSource[],
  { configured, python }: Asked,
): Failure {
  const torch = wanted.torch === null ? 'torch' : `torch ${fullVersion(wanted.torch)}`;
  const down = dropped.map(({ source, reason }) => `${source.url} (${reason})`).join(', ');
  const asked = allSources(configured).map(({ url }) => url);
  const exact = policy === 'exact' ? ' --exact allows no other build.' : '';
  return new Failure({
    kind: down === '' ? 'unsupported' : 'unreachable',
    code: 'torch-build-not-found',
    found: `${torch} is on none of the package sources asked: ${asked.join(', ')}.${exact}${down === '' ? '' : ` Not usable now: ${down}.`}`,
    need: `A source that holds ${torch} for a Python of this machine, named with --index-url or --find-links; a build for other hardware is never taken instead.`,
    fix: [...(down === '' ? [] : [command]), `${shellWord(python)} -m pip config list`],
  });
}
