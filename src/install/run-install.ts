import type { Finding } from '../findings/finding.ts';
import type { Facts } from '../hardware/facts.ts';
import { proveKernels } from '../proof/kernels/prove-kernels.ts';
import type { Proof } from '../proof/proof.ts';
import { proveEnvironment } from '../proof/prove-environment.ts';
import type { System } from '../system/system.ts';
import type { Decision, Variant } from '../variants/decision.ts';
import type { Request } from '../variants/request.ts';
import { closingWords } from './closing-words.ts';
import { pythonOf } from './environment.ts';
import { type InstallContext, installEnvironment } from './install-environment.ts';
import { installPlan } from './install-plan.ts';
import { decideFor, machineFacts } from './machine-facts.ts';
import type { Manifest } from './manifest.ts';
import { nodeRuntimeFor } from './node-runtime/node-runtime-for.ts';
import { type InstallWishes, requestFor } from './order.ts';
import type { Emit, Plan } from './plan.ts';
import { interruptedFindings, recoverFirst } from './recover-first.ts';
import type { InstallRequest } from './request.ts';
import { standing } from './standing.ts';
import type { Witnessed } from './try-out.ts';

export type InstallRun = {
  /** `install` never replaces another variant; `reinstall` replaces whatever environment is there. */
  readonly mode: 'install' | 'reinstall';
  readonly effect: 'change' | 'plan-only';
  readonly asked: Request;
  readonly wishes: InstallWishes;
  readonly command: string;
  readonly sdnVersion: string;
  readonly emit: Emit;
};

export type InstallResult = {
  readonly facts: Facts;
  readonly decision: Decision;
  readonly findings: readonly Finding[];
  readonly environment?: Manifest;
  readonly proof?: Proof;
  readonly plan?: Plan;
  readonly next: readonly string[];
};

/** One `install` or `reinstall` from the machine's facts to a proven environment in its place. */
export async function runInstall(run: InstallRun, system: System): Promise<InstallResult> {
  const facts = await machineFacts(run.wishes.dir, system);
  const decision = decideFor(facts, run.asked);
  const request = await requestFor(run.wishes, { facts, decision, command: run.command }, system);
  const runtime = await runtimeWanted(run, request, system);
  const recovered = [...runtime.findings, ...(await recoveredBefore(run, request, system))];
  const said = { place: request.place, command: run.command } as const;
  const before = run.mode === 'install' ? await standing(request.place.venv, request.wanted.variant) : null;
  if (before?.kind === 'healthy') {
    const { manifest, findings } = before;
    const next = await closingWords({ ...said, manifest, outcome: 'healthy' });
    return { facts, decision, environment: manifest, findings: [...recovered, ...findings], next };
  }
  const context = contextOf(run, { request, facts }, system);
  if (run.effect === 'plan-only') {
    const next = await closingWords({ ...said, manifest: null, outcome: 'planned' });
    const { plan, findings } = await installPlan(request, context);
    const whole = { ...plan, steps: [...runtime.steps, ...plan.steps] };
    return { facts, decision, plan: whole, findings: [...recovered, ...findings], next };
  }
  const installed = await installEnvironment(request, context);
  // Another run made it while this one waited: what stands there is looked at like any other.
  if (installed === null) return runInstall(run, system);
  const { manifest, proof, findings } = installed;
  const next = await closingWords({ ...said, manifest, outcome: 'made' });
  const made = { environment: manifest, ...(proof === null ? {} : { proof }) };
  return {
    facts,
    decision,
    ...made,
    findings: [...recovered, ...(before?.findings ?? []), ...findings],
    next,
  };
}

/** For every environment and beside them all, so it comes first: what becomes of this one does not touch it. */
function runtimeWanted(
  { wishes, effect, emit }: InstallRun,
  { command, network }: InstallRequest,
  system: System,
) {
  const wish = { network, command, emit, trust: wishes.nodeRuntime } as const;
  return nodeRuntimeFor(wish, effect, system);
}

/** What stands at the path may be half of an interrupted run; that is ended before it is looked at. */
function recoveredBefore(
  { command, effect }: InstallRun,
  { place, waitSeconds }: InstallRequest,
  system: System,
): Promise<readonly Finding[]> {
  if (effect === 'plan-only') return interruptedFindings(place, system);
  return recoverFirst({ place, system, command, waitMs: waitSeconds * 1_000 });
}

function contextOf(
  { mode, emit, sdnVersion, command }: InstallRun,
  { request, facts }: { readonly request: InstallRequest; readonly facts: Facts },
  system: System,
): InstallContext {
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
