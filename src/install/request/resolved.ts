import { minorVersion } from '../../packages/pythons/interpreter.ts';
import { resolve } from '../../packages/uv/resolve.ts';
import { lockText } from '../../packages/uv/sdn-lock.ts';
import type { System } from '../../system/system.ts';
import type { Emit } from '../plan.ts';
import { resourceFailure } from '../stage/resources.ts';
import { stepsOf } from '../steps.ts';
import { gatherLocked, lockToFollow } from './from-lock.ts';
import { type Gathered, gather } from './gather.ts';
import type { InstallRequest } from './request.ts';

/** What will be installed and with what, as a lock: read where the request is bound to one, else resolved now. */
export async function resolved(request: InstallRequest, context: Setting): Promise<Resolved> {
  return resolution(request, context).catch((error) => {
    throw resourceFailure(error, context.system.directories.cache) ?? error;
  });
}

async function resolution(request: InstallRequest, context: Setting): Promise<Resolved> {
  const { system, emit } = context;
  const step = stepsOf(emit);
  const locked = await lockToFollow(request, system);
  if (locked !== null) {
    return {
      gathered: await step('gather', 'Python and uv', () => gatherLocked(request, locked, system)),
      lock: locked.text,
    };
  }
  const gathered = await step('gather', 'Python, uv and package sources', () => gather(request, system));
  return { gathered, lock: await step('resolve', 'Resolve', () => lockFor(request, gathered, context)) };
}

type Setting = { readonly system: System; readonly emit: Emit; readonly sdnVersion: string };

export type Resolved = { readonly gathered: Gathered; readonly lock: string };

async function lockFor(request: InstallRequest, gathered: Gathered, context: Setting): Promise<string> {
  const { uv, choice, sources } = gathered;
  const { wanted, network, command } = request;
  const resolved = await resolve({ uv, wanted, choice, sources, network, command }, context.system);
  return lockText(resolved, {
    variant: wanted.variant,
    platform: `${context.system.platform}-${choice.python.arch}`,
    python: minorVersion(choice.python.version),
    index: choice.torch?.source === 'torch' ? request.decision.index : null,
    sdn: context.sdnVersion,
  });
}
