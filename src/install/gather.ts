import { Failure } from '../findings/failure.ts';
import { type Choice, chooseBuild } from '../packages/choose-build.ts';
import { pipConfiguration } from '../packages/pip/pip-configuration.ts';
import type { Judged } from '../packages/pythons/eligible.ts';
import { usablePythons } from '../packages/pythons/usable-pythons.ts';
import { askSources, type SourceAnswer } from '../packages/sources/ask-sources.ts';
import { type Sources, sourcesOf } from '../packages/sources/sources.ts';
import { type DroppedSource, usableSources } from '../packages/sources/usable-sources.ts';
import { bringUv } from '../packages/uv/bring-uv.ts';
import type { Uv } from '../packages/uv/uv.ts';
import { fullVersion } from '../packages/wanted.ts';
import type { System } from '../system/system.ts';
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
  const pythons = await usablePythons(request.python, request.wanted, system);
  const python = pythons.eligible[0]?.base ?? '';
  const uv = bringUv(python, system);
  // Awaited below; until then a failure of the other branch must not leave it unheard.
  uv.catch(() => undefined);
  const configured = sourcesOf(request.sources, await pipConfiguration(python, system));
  const answers = await askSources({ sources: configured, projects: projectsOf(request), python }, system);
  const { sources, dropped } = usableSources(configured, answers);
  const choice = chooseBuild({
    wanted: request.wanted,
    pythons: pythons.eligible,
    answers,
    platform: system.platform,
    policy: request.policy,
  });
  if (choice === null) throw noBuild(request, dropped, answers);
  return { uv: await uv, choice, sources, dropped, pythons };
}

function projectsOf({ wanted }: InstallRequest): readonly string[] {
  return wanted.torch === null ? ['openvino'] : ['torch', 'torchvision'];
}

function noBuild(
  request: InstallRequest,
  dropped: readonly DroppedSource[],
  answers: readonly SourceAnswer[],
): Failure {
  const { torch, variant } = request.wanted;
  const wanted = torch === null ? 'torch' : `torch ${fullVersion(torch)}`;
  const down = dropped.map(({ source, reason }) => `${source.url} (${reason})`).join(', ');
  const exact = request.policy === 'exact' ? ' --exact allows no other build.' : '';
  return new Failure({
    kind: down === '' ? 'unsupported' : 'unreachable',
    code: 'torch-build-not-found',
    found: `${wanted} is on none of the ${answers.length} package sources asked.${exact}${down === '' ? '' : ` Not usable now: ${down}.`}`,
    need: `A source that holds ${wanted} for a Python of this machine; a CUDA build is never taken instead.`,
    fix: [`sdn install --use-${variant} --find-links FOLDER`, `sdn install --use-${variant} --index-url URL`],
  });
}
