import type { Finding } from '../../findings/finding.ts';
import type { Facts } from '../../hardware/facts.ts';
import type { Emit } from '../../install/plan.ts';
import type { System } from '../../system/system.ts';
import { withWorkFolder } from '../../system/work-folder.ts';
import type { Variant } from '../../variants/decision.ts';
import { acceleratorsIn } from '../device/inventory.ts';
import type { Proof } from '../proof.ts';
import { rungFinding } from '../rung-finding.ts';
import type { Size } from '../smoke/network.ts';
import { step } from '../step.ts';
import { noAcceleratorForTorch, notListedByTorch, proofOf, silentTorch } from './kernel-findings.ts';
import type { ListedTorchDevice } from './kernel-reply.ts';
import { kernelRung } from './kernel-rung.ts';
import { listTorchDevices } from './run-kernels.ts';
import { resolveTorchDevice } from './torch-device.ts';

export type KernelProofWish = {
  readonly system: System;
  readonly python: string;
  readonly variant: Variant;
  /** As `--device-id` takes it (contract §2.2). */
  readonly device: string;
  readonly size: Size;
  readonly facts: Facts | null;
  readonly emit: Emit;
};

export type KernelProof = { readonly proof: Proof; readonly findings: readonly Finding[] };

/** Proves where torch itself computes, for every variant but OpenVINO: real kernels in float32 and in half precision. */
export async function proveKernels(wish: KernelProofWish): Promise<KernelProof> {
  return withWorkFolder('proof', wish.system, (folder) => provedIn(folder, wish));
}

async function provedIn(folder: string, wish: KernelProofWish): Promise<KernelProof> {
  const { system, python } = wish;
  const list = await step(wish.emit, 'devices', () => listTorchDevices(system, { python, folder }));
  if (list.reply === null || list.ending !== 'finished') return silentTorch(wish, list);
  const listed = list.reply.devices.map((each) => named(each, wish.facts));
  const accelerators = acceleratorsIn(wish.facts)?.length ?? null;
  const { variant, device: requested } = wish;
  const resolution = resolveTorchDevice({ requested, variant, listed, accelerators });
  if (resolution.kind === 'not-listed') return notListedByTorch(wish, resolution.missing, listed);
  const { device, note } = resolution;
  const rung = await step(wish.emit, 'runtime', () => kernelRung(device, folder, wish));
  const findings = [...(note === null ? [] : [noAcceleratorForTorch()]), rungFinding(rung, system)];
  return { proof: proofOf(wish.device, rung, device), findings };
}

/** torch has no name for the processor. */
function named(device: ListedTorchDevice, facts: Facts | null): ListedTorchDevice {
  return device.name === 'cpu' ? { ...device, fullName: facts?.cpu?.brand ?? null } : device;
}
