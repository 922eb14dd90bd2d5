import { readdir, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Finding, finding } from '../findings/finding.ts';
import type { Facts } from '../hardware/facts.ts';
import { inventory } from '../hardware/inventory.ts';
import { downloadWheels } from '../packages/pip/download-wheels.ts';
import { parseSdnLock } from '../packages/uv/sdn-lock.ts';
import { makeFolder, writeAtomically } from '../system/files.ts';
import type { System } from '../system/system.ts';
import { decide } from '../variants/decide.ts';
import type { Decision } from '../variants/decision.ts';
import type { Request } from '../variants/request.ts';
import { lockOf, refuseUnlessBundleable, removeOthers, wheelsOf } from './bundle-folder.ts';
import { resolved } from './install-environment.ts';
import { installFindings } from './install-findings.ts';
import { type InstallWishes, requestFor } from './order.ts';
import type { Emit, Plan } from './plan.ts';
import { readableBytes, requireSpace, resourceFailure } from './resources.ts';
import { downloadBytes } from './room.ts';
import { shellWord } from './shell-word.ts';
import { stepsOf } from './steps.ts';

export type BundleRun = {
  readonly effect: 'change' | 'plan-only';
  readonly asked: Request;
  readonly wishes: InstallWishes;
  /** The folder to be made, as typed. */
  readonly out: string;
  readonly command: string;
  readonly sdnVersion: string;
  readonly emit: Emit;
};

export type Bundled = {
  readonly facts: Facts;
  readonly decision: Decision;
  readonly findings: readonly Finding[];
  readonly plan?: Plan;
  readonly next: readonly string[];
};

/**
 * Everything for an installation without network, in one folder: the wheels of a fresh lock, uv's own, and the lock.
 * The lock is written last: a folder without one is no bundle. Throws a Failure where something cannot be had.
 */
export async function makeBundle(run: BundleRun, system: System): Promise<Bundled> {
  const facts = await inventory(system);
  const decision = decide(facts, run.asked);
  const request = await requestFor(run.wishes, { facts, decision, command: run.command }, system);
  const out = resolve(system.cwd, run.out);
  await refuseUnlessBundleable(out);
  const { gathered, lock } = await resolved(request, { system, ...run });
  const { wheels } = parseSdnLock(lock);
  const warnings = installFindings(request, gathered);
  const bytes = await downloadBytes(wheels);
  if (run.effect === 'plan-only') {
    const detail = `${wheels.length} wheels and uv, about ${readableBytes(bytes)}, to ${out}`;
    const plan = { schema: 'sdn.plan/1', steps: [{ id: 'download', title: 'Download', detail }] } as const;
    return {
      facts,
      decision,
      findings: warnings,
      plan,
      next: ['Nothing was downloaded. To do it:', run.command],
    };
  }
  const python = gathered.choice.python.base;
  const filled = { python, sources: gathered.sources, wheels, folder: wheelsOf(out), command: run.command };
  const fill = async () => {
    await requireSpace([{ path: out, bytes, what: 'the bundle' }]);
    await makeFolder(out);
    await rm(lockOf(out), { force: true });
    await downloadWheels(filled, system);
    await removeOthers(wheelsOf(out), wheels);
    await writeAtomically(lockOf(out), lock);
  };
  await stepsOf(run.emit)('download', 'Download', fill).catch((error) => {
    throw resourceFailure(error, out) ?? error;
  });
  const words = `sdn install --use-${request.wanted.variant} --from-bundle ${shellWord(out, system.platform)}`;
  return {
    facts,
    decision,
    findings: [...warnings, await complete(out, gathered.choice.python.version)],
    next: ['Copy the folder to the machine without network, and there:', words],
  };
}

async function complete(out: string, python: string): Promise<Finding> {
  const files = await readdir(wheelsOf(out));
  const sizes = await Promise.all(files.map(async (file) => (await stat(join(wheelsOf(out), file))).size));
  const total = readableBytes(sizes.reduce((sum, size) => sum + size, 0));
  return finding({
    id: 'packages.bundle',
    group: 'packages',
    status: 'pass',
    title: 'The bundle is complete',
    found: `${out}: ${files.length} wheels, ${total}, for Python ${python.split('.').slice(0, 2).join('.')} on this kind of system`,
  });
}
