import type { Facts } from '../hardware/facts.ts';
import { proveKernels } from '../proof/kernels/prove-kernels.ts';
import { proveEnvironment } from '../proof/prove-environment.ts';
import type { System } from '../system/system.ts';
import type { Variant } from '../variants/decision.ts';
import { closingWords } from './closing-words.ts';
import { pythonOf } from './environment/environment.ts';
import { standing } from './environment/standing.ts';
import { type InstallContext, installEnvironment } from './install-environment.ts';
import { installPlan } from './install-plan.ts';
import type { InstallResult, InstallRun } from './install-run.ts';
import type { Emit, PlanStep } from './plan.ts';
import type { InstallRequest } from './request/request.ts';
import type { Witnessed } from './stage/try-out.ts';

type Work = {
  readonly run: InstallRun;
  readonly request: InstallRequest;
  readonly facts: Facts;
  /** What `--with-node-runtime` adds to a plan. */
  readonly runtimeSteps: readonly PlanStep[];
  readonly system: System;
};

type Outcome = Omit<InstallResult, 'facts' | 'decision'>;

/** Makes the environment of a request, or tells what would be done. Null where another run has made it meanwhile. Throws `Failure`. */
export async function buildOrPlan(work: Work): Promise<Outcome | null> {
  return work.run.effect === 'plan-only' ? planned(work) : built(work);
}

async function planned(work: Work): Promise<Outcome> {
  const { place, command } = work.request;
  const next = await closingWords({ place, command, manifest: null, outcome: 'planned' });
  const { plan, findings } = await installPlan(work.request, contextOf(work));
  return { plan: { ...plan, steps: [...work.runtimeSteps, ...plan.steps] }, findings, next };
}

async function built(work: Work): Promise<Outcome | null> {
  const installed = await installEnvironment(work.request, contextOf(work));
  if (installed === null) return null;
  const { place, command } = work.request;
  const { manifest, proof, findings } = installed;
  const next = await closingWords({ place, command, manifest, outcome: 'made' });
  return { environment: manifest, ...(proof === null ? {} : { proof }), findings, next };
}

function contextOf({ run, request, facts, system }: Work): InstallContext {
  const { mode, emit, sdnVersion, command } = run;
  const { place, wanted } = request;
  return {
    system,
    emit,
    sdnVersion,
    command,
    guard: async () => {
      const now = mode === 'install' ? await standing(place.venv, wanted.variant) : null;
      return now?.kind === 'healthy' ? 'keep' : 'replace';
    },
    prove: (venv) => proofIn(venv, { system, facts, variant: wanted.variant, emit }),
  };
}

type Setting = {
  readonly system: System;
  readonly facts: Facts;
  readonly variant: Variant;
  readonly emit: Emit;
};

/** SD.Next's own default, no device configured, is AUTO: resolved and named by the proof. */
function proofIn(venv: string, { variant, ...setting }: Setting): Promise<Witnessed> {
  const python = pythonOf(venv, setting.system.platform);
  const wish = { ...setting, python, device: 'AUTO', size: 'small' } as const;
  return variant === 'openvino' ? proveEnvironment(wish) : proveKernels({ ...wish, variant });
}
