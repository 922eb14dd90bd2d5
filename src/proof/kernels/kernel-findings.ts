import { type Finding, finding, remedy } from '../../findings/finding.ts';
import type { Proof, RungResult } from '../proof.ts';
import { rungFinding } from '../rung-finding.ts';
import { judge } from '../verdict.ts';
import type { ListedTorchDevice } from './kernel-reply.ts';
import type { KernelProof, KernelProofWish } from './prove-kernels.ts';
import type { KernelRun } from './run-kernels.ts';

/** A proof of one rung about one of torch's devices. */
export function proofOf(
  requested: string,
  rung: RungResult,
  { fullName, uuid, pci }: ListedTorchDevice,
): Proof {
  const device = { requested, resolved: rung.device, name: fullName, uuid, pci };
  return { verdict: rung.verdict, device, rungs: [rung] };
}

/** torch did not even say what it lists: not installed, broken, or a driver that takes the process with it. */
export function silentTorch({ device, system }: KernelProofWish, list: KernelRun): KernelProof {
  const evidence = {
    ending: list.ending,
    target: 'cpu',
    channels: [],
    needs: [],
    inconsistencies: [],
    caps: [],
  } as const;
  const { verdict, reasons } = judge(evidence);
  const rung: RungResult = {
    rung: 'runtime',
    engine: 'python',
    verdict,
    device: null,
    channels: [],
    reasons: list.stop === null ? reasons : [...reasons, list.stop],
    timings: null,
    versions: list.reply?.versions ?? {},
  };
  const nothing = { name: '', fullName: null, uuid: null, pci: null };
  return { proof: proofOf(device, rung, nothing), findings: [rungFinding(rung, system)] };
}

/** torch lists other devices than the one that was asked for. */
export function notListedByTorch(
  { device: requested, variant }: KernelProofWish,
  missing: string,
  listed: readonly ListedTorchDevice[],
): KernelProof {
  const device = { requested, resolved: null, name: null, uuid: null, pci: null };
  const names = listed.map(({ name, fullName }) => (fullName === null ? name : `${name} (${fullName})`));
  const missed = finding({
    id: 'inference.device-listed',
    group: 'inference',
    status: 'fail',
    title: `torch does not list ${missing}`,
    found: `torch lists ${names.join(', ')}.`,
    need: `A device that this ${variant} build of torch can use.`,
    remedy: remedy('See what is in the way.', 'sdn detect', 'sdn verify --device-id CPU'),
  });
  return { proof: { verdict: 'failed', device, rungs: [] }, findings: [missed] };
}

/** Device 0 stood for the CPU, because nothing else is here. */
export function noAcceleratorForTorch(): Finding {
  return finding({
    id: 'inference.no-accelerator',
    group: 'inference',
    status: 'warn',
    title: 'No accelerator on this machine; device 0 is the CPU',
    found: 'Neither the hardware inventory nor torch knows a GPU.',
    need: 'A GPU, for anything faster than the CPU.',
    remedy: remedy('Name the CPU to make this choice your own.', 'sdn verify --device-id CPU'),
  });
}
