import { type Finding, finding } from '../../findings/finding.ts';
import { loadOnce } from '../../proof/node/node-runtime.ts';
import type { System } from '../../system/system.ts';
import type { PlanStep } from '../plan.ts';
import { nodeArchive } from './archive.ts';
import type { Bringing, Brought } from './bring-node-runtime.ts';
import { placedRuntime, runtimeFolder } from './placed-runtime.ts';

type Wish = Pick<Bringing, 'network' | 'command' | 'emit'> & {
  readonly trust: Bringing['trust'] | 'leave';
};
type Wanted = { readonly findings: readonly Finding[]; readonly steps: readonly PlanStep[] };

/** `--with-node-runtime` of one run: brought, or only planned; nothing where it was not asked for. Throws `Failure`. */
export async function nodeRuntimeFor(
  { trust, ...wish }: Wish,
  effect: 'change' | 'plan-only',
  system: System,
): Promise<Wanted> {
  if (trust === 'leave') return { findings: [], steps: [] };
  if (effect === 'plan-only') return { findings: [], steps: [await planned(system)] };
  // Brings what speaks HTTPS with it, which every other installation does without.
  const { bringNodeRuntime } = await import('./bring-node-runtime.ts');
  const load = (folder: string) => loadOnce(folder, system);
  return { findings: [brought(await bringNodeRuntime({ ...wish, trust, load }, system))], steps: [] };
}

async function planned(system: System): Promise<PlanStep> {
  const { version, url } = nodeArchive(system);
  const there = (await placedRuntime(runtimeFolder(system))).kind === 'present';
  const from = there ? "is in sdn's cache" : `from ${url.host}, into sdn's cache`;
  return { id: 'node-runtime', title: 'openvino-node', detail: `${version} ${from}` };
}

const WHO = {
  you: 'the SHA-256 you named',
  sdn: 'the SHA-256 recorded in sdn',
  server: 'the SHA-256 published beside it',
  nobody: 'no known checksum (--allow-unverified)',
} as const;

function brought({ outcome, folder, receipt }: Brought): Finding {
  const { version, checkedBy, sha256 } = receipt;
  return finding({
    id: 'inference.node-runtime',
    group: 'inference',
    status: checkedBy === 'nobody' ? 'warn' : 'pass',
    title:
      outcome === 'placed' ? `openvino-node ${version} is in place` : `openvino-node ${version} was in place`,
    subject: folder,
    found: `Its native part, checked against ${WHO[checkedBy]}. It answers to sdn verify --engine node.`,
    evidence: [{ kind: 'file', source: 'SHA-256', value: sha256 }],
  });
}
