import type { Finding } from '../findings/finding.ts';
import type { Facts } from '../hardware/facts.ts';
import type { Emit } from '../install/plan.ts';
import type { System } from '../system/system.ts';
import { capsOfAccelerators } from './caps.ts';
import { canonical } from './channels/execution-devices.ts';
import { type Identity, identityOf } from './device/identity.ts';
import { acceleratorsIn } from './device/inventory.ts';
import { notListed } from './device/not-listed.ts';
import { foreignVendor, noAccelerator } from './device/notes.ts';
import { nvidiaCards } from './device/nvidia-cards.ts';
import { preferredBy } from './device/preferred.ts';
import { type Resolution, resolveDevice } from './device/resolve.ts';
import { type Engine, pythonEngine } from './engine.ts';
import type { Target } from './judge-smoke.ts';
import { type DeviceList, listDevicesThrough } from './list-devices.ts';
import type { Proof, ProvenDevice, RungResult } from './proof.ts';
import { proveRuntime } from './prove-runtime.ts';
import { rungFinding } from './rung-finding.ts';
import { luidOf } from './sampling/gpu-engines.ts';
import type { Size } from './smoke/network.ts';
import { step } from './step.ts';
import { judge } from './verdict.ts';

export type ProofWish = {
  readonly system: System;
  /** The environment's interpreter, absolute. */
  readonly python: string;
  /** What runs the network; by default that interpreter. */
  readonly engine?: Engine;
  /** As `--device-id` takes it (contract §2.2). */
  readonly device: string;
  /** `small` for a quick answer, `full` for one that loads a fast device. */
  readonly size: Size;
  /** What the hardware inventory sees; null where it was not asked. */
  readonly facts: Facts | null;
  readonly emit?: Emit;
  /** Shorter than the default where answers are known to come at once. */
  readonly pace?: { readonly loopSeconds: number; readonly timeoutMs: number };
};

export type Proven = {
  readonly proof: Proof;
  readonly findings: readonly Finding[];
  /** What OpenVINO lists, for whoever goes on to the next rung. */
  readonly list: DeviceList;
  /** The device as OpenVINO takes it, and what is known about it; null where it is not listed. */
  readonly chosen: { readonly openvino: string; readonly target: Target } | null;
};

const LOOP_SECONDS: Readonly<Record<Size, number>> = { small: 0.6, full: 2 };

/**
 * Proves where the inference of one environment runs: devices are listed in one child, the smoke network runs in another.
 * Throws `Failure` of kind usage for a device that is no device; everything else comes back as verdict and findings.
 */
export async function proveEnvironment(wish: ProofWish): Promise<Proven> {
  const list = await step(wish.emit, 'devices', () =>
    listDevicesThrough(wish.system, engineOf(wish), wish.pace?.timeoutMs),
  );
  const seen = acceleratorsIn(wish.facts);
  const identities = list.devices.map(identityOf);
  if (list.ending !== 'finished') return { ...withoutList(wish, list), list, chosen: null };
  const resolution = resolveDevice({ requested: wish.device, listed: identities, seen });
  if (resolution.kind === 'not-listed') {
    const missing = notListed(
      { requested: wish.device, missing: resolution.missing, list, seen },
      wish.system,
    );
    return { proof: unproven(wish.device, 'failed'), findings: [missing], list, chosen: null };
  }
  return { ...(await prove(wish, resolution, identities)), list };
}

const engineOf = ({ engine, python }: ProofWish): Engine => engine ?? pythonEngine(python);

type Resolved = Extract<Resolution, { kind: 'device' }>;

async function prove(
  wish: ProofWish,
  { openvino, expected, note }: Resolved,
  identities: readonly Identity[],
) {
  const target = {
    expected,
    preferred: preferredBy(openvino, identities),
    cards: Object.fromEntries(identities.map(({ device, pci }) => [canonical(device), pci])),
    luids: Object.fromEntries(identities.map(({ device, luid }) => [canonical(device), luidOf(luid)])),
    nvidia: nvidiaCards(identities),
    caps: await capsOfAccelerators(wish.system),
  };
  const { size, pace } = wish;
  const loopSeconds = pace?.loopSeconds ?? LOOP_SECONDS[size];
  const smoke = {
    engine: engineOf(wish),
    size,
    device: openvino,
    loopSeconds,
    timeoutMs: pace?.timeoutMs,
    target,
  };
  const rung = await step(wish.emit, 'runtime', () => proveRuntime(wish.system, smoke));
  const identity = identityOfRung(rung, identities);
  const findings = [
    ...(note === null ? [] : [noAccelerator(note)]),
    ...(identity === null ? [] : foreignVendor(identity)),
    rungFinding(rung, wish.system),
  ];
  return { proof: proofOf(wish.device, rung, identity), findings, chosen: { openvino, target } };
}

function identityOfRung({ device }: RungResult, identities: readonly Identity[]): Identity | null {
  const [first] = (device ?? '').split(',').filter((each) => each !== '');
  if (first === undefined) return null;
  return identities.find((each) => canonical(each.device) === canonical(first)) ?? null;
}

function proofOf(requested: string, rung: RungResult, identity: Identity | null): Proof {
  const device: ProvenDevice = {
    requested,
    resolved: rung.device,
    name: identity?.name ?? null,
    uuid: identity?.uuid ?? null,
    pci: identity?.pci ?? null,
  };
  return { verdict: rung.verdict, device, rungs: [rung] };
}

function unproven(requested: string, verdict: Proof['verdict']): Proof {
  return {
    verdict,
    device: { requested, resolved: null, name: null, uuid: null, pci: null },
    rungs: [],
  };
}

/** OpenVINO did not even say what it lists: not installed, broken, or a driver that takes the process with it. */
function withoutList(wish: ProofWish, list: DeviceList): Pick<Proven, 'proof' | 'findings'> {
  const { ending, stop, versions } = list;
  const evidence = { ending, target: 'cpu', channels: [], needs: [], inconsistencies: [], caps: [] } as const;
  const { verdict, reasons } = judge(evidence);
  const rung: RungResult = {
    rung: 'runtime',
    engine: engineOf(wish).name,
    verdict,
    device: null,
    channels: [],
    reasons: stop === null ? reasons : [...reasons, stop],
    timings: null,
    versions,
  };
  return {
    proof: { ...unproven(wish.device, verdict), rungs: [rung] },
    findings: [rungFinding(rung, wish.system)],
  };
}
