import { readdir, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Finding, finding } from '../../findings/finding.ts';
import { shellWord } from '../../findings/shell-word.ts';
import type { Facts } from '../../hardware/facts.ts';
import { downloadWheels } from '../../packages/pip/download-wheels.ts';
import { parseSdnLock } from '../../packages/uv/sdn-lock.ts';
import { makeFolder, writeAtomically } from '../../system/files.ts';
import type { System } from '../../system/system.ts';
import type { Decision } from '../../variants/decision.ts';
import type { Request } from '../../variants/request.ts';
import { installFindings } from '../install-findings.ts';
import { decideFor, machineFacts } from '../machine-facts.ts';
import type { Emit, Plan } from '../plan.ts';
import { type InstallWishes, requestFor } from '../request/order.ts';
import type { InstallRequest } from '../request/request.ts';
import { type Resolved, resolved } from '../request/resolved.ts';
import { readableBytes, requireSpace, resourceFailure } from '../stage/resources.ts';
import { downloadBytes } from '../stage/room.ts';
import { stepsOf } from '../steps.ts';
import { lockOf, refuseUnlessBundleable, removeOthers, wheelsOf } from './bundle-folder.ts';

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
  const facts = await machineFacts(run.wishes.dir, system);
  const decision = decideFor(facts, run.asked);
  const request = await requestFor(run.wishes, { facts, decision, command: run.command }, system);
  const out = resolve(system.cwd, run.out);
  await refuseUnlessBundleable(out);
  const content = { ...(await resolved(request, { system, ...run })), request, out };
  const known = { facts, decision };
  if (run.effect === 'plan-only') return { ...known, ...(await planned(content, run)) };
  await stepsOf(run.emit)('download', 'Download', () => fill(content, system)).catch((error) => {
    throw resourceFailure(error, out) ?? error;
  });
  return { ...known, ...(await filled(content, system)) };
}

type Content = Resolved & { readonly request: InstallRequest; readonly out: string };
type Told = Omit<Bundled, 'facts' | 'decision'>;

async function planned({ request, gathered, lock, out }: Content, { command }: BundleRun): Promise<Told> {
  const { wheels } = parseSdnLock(lock);
  const size = readableBytes(await downloadBytes(wheels));
  const detail = `${wheels.length} wheels and uv, about ${size}, to ${out}`;
  return {
    plan: { schema: 'sdn.plan/1', steps: [{ id: 'download', title: 'Download', detail }] },
    findings: installFindings(request, gathered),
    next: ['Nothing was downloaded. To do it:', command],
  };
}

async function fill({ request, gathered, lock, out }: Content, system: System): Promise<void> {
  const { wheels } = parseSdnLock(lock);
  const { choice, sources } = gathered;
  await requireSpace([{ path: out, bytes: await downloadBytes(wheels), what: 'the bundle' }]);
  await makeFolder(out);
  await rm(lockOf(out), { force: true });
  const folder = wheelsOf(out);
  const { command } = request;
  await downloadWheels({ python: choice.python.base, sources, wheels, folder, command }, system);
  await removeOthers(folder, wheels);
  await writeAtomically(lockOf(out), lock);
}

async function filled({ request, gathered, out }: Content, { platform }: System): Promise<Told> {
  const words = `sdn install --use-${request.wanted.variant} --from-bundle ${shellWord(out, platform)}`;
  return {
    findings: [...installFindings(request, gathered), await complete(out, gathered.choice.python.version)],
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
