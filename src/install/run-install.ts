import type { Finding } from '../findings/finding.ts';
import type { System } from '../system/system.ts';
import { closingWords } from './closing-words.ts';
import { standing } from './environment/standing.ts';
import type { InstallResult, InstallRun } from './install-run.ts';
import { decideFor, machineFacts } from './machine-facts.ts';
import { requestFor } from './request/order.ts';
import type { InstallRequest } from './request/request.ts';
import { interruptedFindings, recoverFirst } from './transaction/recover-first.ts';

/** One `install` or `reinstall` from the machine's facts to a proven environment in its place. */
export async function runInstall(run: InstallRun, system: System): Promise<InstallResult> {
  const facts = await machineFacts(run.wishes.dir, system);
  const decision = decideFor(facts, run.asked);
  const request = await requestFor(run.wishes, { facts, decision, command: run.command }, system);
  const runtime = await runtimeWanted(run, request, system);
  const recovered = [...runtime.findings, ...(await recoveredBefore(run, request, system))];
  const before = run.mode === 'install' ? await standing(request.place.venv, request.wanted.variant) : null;
  if (before?.kind === 'healthy') {
    const { manifest, findings } = before;
    const { place } = request;
    const next = await closingWords({ place, command: run.command, manifest, outcome: 'healthy' });
    return { facts, decision, environment: manifest, findings: [...recovered, ...findings], next };
  }
  // All that resolves, builds and proves is opened where it is needed: most runs find a healthy environment.
  const { buildOrPlan } = await import('./build-or-plan.ts');
  const built = await buildOrPlan({ run, request, facts, runtimeSteps: runtime.steps, system });
  // Another run made it while this one waited: what stands there is looked at like any other.
  if (built === null) return runInstall(run, system);
  const findings = [
    ...recovered,
    ...(run.effect === 'change' ? (before?.findings ?? []) : []),
    ...built.findings,
  ];
  return { facts, decision, ...built, findings };
}

/** For every environment and beside them all, so it comes first: what becomes of this one does not touch it. */
async function runtimeWanted({ wishes, effect, emit }: InstallRun, request: InstallRequest, system: System) {
  const { nodeRuntime: trust } = wishes;
  if (trust === 'leave') return { findings: [], steps: [] };
  const { command, network } = request;
  const { nodeRuntimeFor } = await import('./node-runtime/node-runtime-for.ts');
  return nodeRuntimeFor({ network, command, emit, trust }, effect, system);
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
