import { installWithPip } from '../../packages/pip/install-with-pip.ts';
import { createVenv, installWheels } from '../../packages/uv/install-wheels.ts';
import type { LockedWheel } from '../../packages/uv/lock.ts';
import type { System } from '../../system/system.ts';
import { pythonOf } from '../environment/environment.ts';
import type { Manifest } from '../environment/manifest.ts';
import type { Emit } from '../plan.ts';
import type { Gathered } from '../request/gather.ts';
import type { InstallRequest } from '../request/request.ts';
import { stepsOf } from '../steps.ts';
import { relocateScripts } from './relocate-scripts.ts';

type Build = {
  readonly request: InstallRequest;
  readonly gathered: Gathered;
  readonly wheels: readonly LockedWheel[];
  readonly sdnVersion: string;
};

/** Fills the staging folder: an empty venv and every wheel of the lock. */
export async function buildEnvironment(
  stage: string,
  build: Build,
  context: { system: System; emit: Emit },
): Promise<Manifest> {
  const { system, emit } = context;
  const { request, gathered } = build;
  const { network, command } = request;
  const target = { uv: gathered.uv, venv: stage, sources: gathered.sources, network, command };
  const step = stepsOf(emit);
  await step('venv', 'New environment', () =>
    createVenv({ ...target, python: gathered.choice.python.base }, system),
  );
  const installer = await step('packages', 'Packages', (say) =>
    filled(stage, build, { system, onLine: (line) => say(downloadOf(line)) }),
  );
  return manifestOf(build, installer, system);
}

type Filling = { readonly system: System; readonly onLine: (line: string) => void };

/** Unpacks the wheels with uv, or with pip where that is asked for; says who did it. */
async function filled(
  stage: string,
  { request, gathered, wheels }: Build,
  { system, onLine }: Filling,
): Promise<Manifest['installer']> {
  const { network, command } = request;
  const { uv, sources, choice } = gathered;
  if (request.installer === 'uv') {
    await installWheels({ uv, venv: stage, sources, network, command, wheels, onLine }, system);
    return { name: 'uv', version: uv.version };
  }
  const python = pythonOf(stage, system.platform);
  const wish = { base: choice.python.base, python, sources, network, command, wheels };
  const version = await installWithPip(wish, system);
  await relocateScripts(stage);
  return { name: 'pip', version };
}

/** uv's own words on what it downloads, without its leading blanks; other lines say nothing to a user. */
function downloadOf(line: string): string | null {
  return /^\s*(?:Downloading|Downloaded|Prepared|Installed)\s/.test(line) ? line.trim() : null;
}

function manifestOf(
  { request, gathered, wheels, sdnVersion }: Build,
  installer: Manifest['installer'],
  system: System,
): Manifest {
  const { python, torch } = gathered.choice;
  return {
    schema: 'sdn.environment/1',
    variant: request.wanted.variant,
    askedBy: request.decision.requested ? 'flag' : 'detected',
    createdAt: system.now().toISOString(),
    sdn: sdnVersion,
    interpreter: { path: python.base, version: python.version },
    pins: pinsOf(request),
    index: torch?.source === 'torch' ? request.decision.index : 'configured',
    installer,
    installed: wheels.map(({ name, version, hash }) => ({ name, version, hash })),
    proof: null,
  };
}

function pinsOf({ wanted }: InstallRequest): string[] {
  const torch = wanted.torch === null ? [] : [`torch==${wanted.torch.version}${local(wanted.torch.local)}`];
  const vision =
    wanted.torchvision === null
      ? []
      : [`torchvision==${wanted.torchvision.version}${local(wanted.torchvision.local)}`];
  return [...torch, ...vision, ...wanted.others, ...wanted.overrides];
}

function local(label: string | null): string {
  return label === null ? '' : `+${label}`;
}
