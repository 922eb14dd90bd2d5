import type { Finding } from '../findings/finding.ts';
import type { Facts } from '../hardware/facts.ts';
import type { Emit } from '../install/plan.ts';
import type { System } from '../system/system.ts';
import { canonical } from './channels/execution-devices.ts';
import { type Engine, pythonEngine } from './child/engine.ts';
import { type Choice, type ChosenDevice, chooseDevice, type NotListed } from './choose-device.ts';
import type { Identity } from './device/identity.ts';
import { foreignVendor, noAccelerator } from './device/notes.ts';
import type { Proof, ProvenDevice, RungResult } from './proof.ts';
import { rungFinding } from './rung-finding.ts';
import type { Target } from './runtime/judge-smoke.ts';
import type { DeviceList } from './runtime/list-devices.ts';
import { proveListed } from './runtime/prove-runtime.ts';
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
  /** What the hardware inventory sees, or will have seen when the devices are listed; null where it was not asked. */
  readonly facts: Facts | null | Promise<Facts>;
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
 * Proves where the inference of one environment runs: its own child lists the devices, and runs the smoke network on one.
 * Throws `Failure` of kind usage for a device that is no device; everything else comes back as verdict and findings.
 */
export async function proveEnvironment(wish: ProofWish): Promise<Proven> {
  const listed = Promise.withResolvers<DeviceList>();
  const chosen = Promise.withResolvers<Choice>();
  const run = proveListed(wish.system, {
    engine: engineOf(wish),
    size: wish.size,
    loopSeconds: wish.pace?.loopSeconds ?? LOOP_SECONDS[wish.size],
    timeoutMs: wish.pace?.timeoutMs,
    choose: async (list) => {
      listed.resolve(list);
      chosen.resolve(chooseDevice(wish, list));
      const choice = await chosen.promise;
      return choice.kind === 'device' ? choice : null;
    },
  });
  const list = await step(wish.emit, 'devices', () =>
    Promise.race([listed.promise, run.then((ended) => ended.list)]),
  );
  if (list.ending !== 'finished') return { ...withoutList(wish, list), list, chosen: null };
  const choice = await chosen.promise;
  if (choice.kind === 'not-listed') return { ...(await notRun(wish, choice, run)), list };
  const { rung } = await step(wish.emit, 'runtime', () => run);
  return { ...provenBy(wish, choice, rung), list };
}

const engineOf = ({ engine, python }: ProofWish): Engine => engine ?? pythonEngine(python);

async function notRun(wish: ProofWish, { finding }: NotListed, run: Promise<unknown>) {
  await run;
  return { proof: unproven(wish.device, 'failed'), findings: [finding], chosen: null };
}

function provenBy(
  wish: ProofWish,
  { device, target, identities, note }: ChosenDevice,
  rung: RungResult | null,
) {
  if (rung === null) throw new Error('A device was chosen, and nothing was run on it.');
  const identity = identityOfRung(rung, identities);
  const findings = [
    ...(note === null ? [] : [noAccelerator(note)]),
    ...(identity === null ? [] : foreignVendor(identity)),
    rungFinding(rung, wish.system),
  ];
  return { proof: proofOf(wish.device, rung, identity), findings, chosen: { openvino: device, target } };
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
