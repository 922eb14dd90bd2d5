import { type Finding, finding, remedy } from '../../findings/finding.ts';
import { NODE_RUNTIME_VERSION } from '../../install/node-runtime/archive.ts';
import { canonical, executionDevices } from '../channels/execution-devices.ts';
import { type ProofWish, type Proven, proveEnvironment } from '../prove-environment.ts';
import { type NodeRuntime, nodeEngine, nodeRuntime } from './node-runtime.ts';

/** What openvino-node had to say; `proven` is null where it could not be asked, and `findings` then says why. */
export type NodeWitness = { readonly proven: Proven | null; readonly findings: readonly Finding[] };

const DRAFT = { id: 'inference.node-runtime', group: 'inference' } as const;

export type NodeWish = Omit<ProofWish, 'engine' | 'python'> & {
  /** The command that brings what is missing. */
  readonly provide: string;
};

/** Runs the smoke network through openvino-node in a child of its own. Its absence is no failure. */
export async function askNode(wish: NodeWish): Promise<NodeWitness> {
  const runtime = await nodeRuntime(wish.system);
  if (runtime.kind !== 'present') return { proven: null, findings: [notThere(runtime, wish)] };
  const engine = nodeEngine(runtime.module);
  const proven = await proveEnvironment({ ...wish, python: engine.file, engine });
  if (proven.list.ending === 'absent')
    return { proven: null, findings: [broken(runtime.module, proven.list.stop)] };
  return { proven, findings: unchecked(runtime) };
}

function notThere(runtime: Exclude<NodeRuntime, { kind: 'present' }>, { provide }: NodeWish): Finding {
  return finding({
    ...DRAFT,
    status: 'skip',
    title: 'openvino-node was not asked',
    subject: runtime.folder,
    found:
      runtime.kind === 'half'
        ? `openvino-node is there, but not whole: ${runtime.why}.`
        : 'There is no openvino-node here.',
    need: 'openvino-node with its native part, for a witness besides the environment. It is optional.',
    remedy: remedy("Bring its native part into sdn's cache, for all environments.", provide),
  });
}

/** What nobody had vouched for when it came is said as long as it is used. */
function unchecked(runtime: Extract<NodeRuntime, { kind: 'present' }>): readonly Finding[] {
  if (runtime.receipt?.checkedBy !== 'nobody') return [];
  return [
    finding({
      ...DRAFT,
      id: 'inference.node-unverified',
      status: 'warn',
      title: 'openvino-node came without a known checksum',
      subject: runtime.module,
      found: `It was taken with --allow-unverified; its SHA-256 is ${runtime.receipt.sha256}.`,
      need: 'The checksum of its makers in SDN_OPENVINO_NODE_SHA256, to be sure.',
    }),
  ];
}

function broken(folder: string, stop: string | null): Finding {
  return finding({
    ...DRAFT,
    status: 'skip',
    title: 'openvino-node cannot be loaded',
    subject: folder,
    found: stop,
    need: `openvino-node ${NODE_RUNTIME_VERSION} with the native part of this platform. It is optional.`,
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
