import { type Finding, finding, type Remedy, remedy } from '../../findings/finding.ts';
import { shellWord } from '../../install/shell-word.ts';
import type { System } from '../../system/system.ts';
import { canonical, executionDevices } from '../channels/execution-devices.ts';
import { type ProofWish, type Proven, proveEnvironment } from '../prove-environment.ts';
import { type NodeRuntime, nodeEngine, nodeRuntime } from './node-runtime.ts';

/** What openvino-node had to say; `proven` is null where it could not be asked, and `findings` then says why. */
export type NodeWitness = { readonly proven: Proven | null; readonly findings: readonly Finding[] };

/** The version whose declarations the probe is written against. */
const VERSION = '2026.4.0';
const DRAFT = { id: 'inference.node-runtime', group: 'inference' } as const;

/** Runs the smoke network through openvino-node in a child of its own. Its absence is no failure. */
export async function askNode(wish: Omit<ProofWish, 'engine' | 'python'>): Promise<NodeWitness> {
  const runtime = await nodeRuntime(wish.system);
  if (runtime.kind !== 'present') return { proven: null, findings: [notThere(runtime, wish.system)] };
  const engine = nodeEngine(runtime.folder);
  const proven = await proveEnvironment({ ...wish, python: engine.file, engine });
  if (proven.list.ending !== 'absent') return { proven, findings: [] };
  return { proven: null, findings: [broken(runtime.folder, proven.list.stop)] };
}

function notThere(runtime: NodeRuntime, { platform }: System): Finding {
  const half = runtime.kind === 'half';
  return finding({
    ...DRAFT,
    status: 'skip',
    title: 'openvino-node was not asked',
    subject: runtime.folder,
    found: half ? 'openvino-node is there without its native part.' : 'There is no openvino-node here.',
    need: 'openvino-node with its native part, for a witness besides the environment. It is optional.',
    remedy: provision(half ? runtime.folder : null, platform),
  });
}

function provision(folder: string | null, platform: NodeJS.Platform): Remedy {
  const script = (at: string) => `node ${shellWord(`${at}/scripts/download-runtime.js`, platform)}`;
  if (folder !== null) return remedy('Bring its native part.', script(folder));
  const at = 'openvino-node/node_modules/openvino-node';
  const set = platform === 'win32' ? `$env:SDN_OPENVINO_NODE = '${at}'; ` : `SDN_OPENVINO_NODE=${at} `;
  return remedy(
    'Bring it into a folder of its own and name that folder.',
    `npm install --prefix openvino-node --ignore-scripts openvino-node@${VERSION}`,
    script(at),
    `${set}sdn verify --engine node`,
  );
}

function broken(folder: string, stop: string | null): Finding {
  return finding({
    ...DRAFT,
    status: 'skip',
    title: 'openvino-node cannot be loaded',
    subject: folder,
    found: stop,
    need: `openvino-node ${VERSION} with the native part of this platform. It is optional.`,
  });
}

/** What OpenVINO of the environment and openvino-node say of one machine; their versions differ by nature. */
export function compareWithNode(python: Proven, node: Proven): Finding {
  const [one, two] = [sayings(python), sayings(node)];
  const differs = one.devices !== two.devices || one.ranOn !== two.ranOn || one.sound !== two.sound;
  return finding({
    ...DRAFT,
    status: differs ? 'warn' : 'pass',
    title: differs ? 'openvino-node sees it otherwise' : 'openvino-node sees the same',
    subject: node.proof.device.resolved,
    found: `${sentence('The environment', one)} ${sentence('openvino-node', two)}`,
    need: differs ? 'Both to list the same devices and to compute right on the same one.' : null,
    evidence: [
      { kind: 'package', source: 'openvino', value: one.version },
      { kind: 'package', source: 'openvino-node', value: two.version },
    ],
  });
}

function sayings({ list, proof }: Proven) {
  const [rung] = proof.rungs;
  const said = rung?.channels.find(({ channel }) => channel === 'execution-devices')?.says ?? null;
  return {
    version: (list.versions.openvino ?? 'unknown').split('-')[0] ?? 'unknown',
    devices: list.devices
      .map(({ name }) => canonical(name))
      .sort()
      .join(', '),
    ranOn: said === null ? null : executionDevices(said).map(canonical).join(', '),
    sound: rung !== undefined && ['proven', 'reported'].includes(rung.verdict),
  };
}

function sentence(who: string, { version, devices, ranOn, sound }: ReturnType<typeof sayings>): string {
  const ran = ranOn === null ? 'ran nowhere it names' : `ran on ${ranOn}`;
  return `${who} (${version}) lists ${devices || 'nothing'} and ${ran}, ${sound ? 'with' : 'without'} a sound result.`;
}
