import type { Problem, Reason } from './decision.ts';
import type { Device } from './device.ts';
import type { Host } from './host.ts';
import { passThrough } from './remedies.ts';

/** Why a device of this machine is not for this process: kept for a guest, or outside of this container. Null: it is. */
export function withheld(device: Device, host: Host): Problem | null {
  if (isForGuest(device)) return boundToVfio(device);
  return isOutside(device, host) ? outside(device) : null;
}

/** Devices without those that were left out of this container while another of their kind was let in: that is a choice. */
export function inContainer(devices: readonly Device[], host: Host) {
  const letIn = new Set(devices.filter((device) => withheld(device, host) === null).map(kindOf));
  const left = devices.filter((device) => isOutside(device, host) && letIn.has(kindOf(device)));
  const reasons = left.map(
    ({ title }): Reason => ({
      sign: '-',
      code: 'device-not-passed',
      text: `${title} is not in this container`,
    }),
  );
  return {
    inside: devices.filter((device) => !isOutside(device, host) || !letIn.has(kindOf(device))),
    reasons,
  };
}

function kindOf({ vendor, integrated }: Device): string {
  return `${vendor} ${integrated}`;
}

function isOutside({ gpu }: Device, host: Host): boolean {
  return host.container && gpu.access === 'absent';
}

/** True for a card that the kernel keeps for a virtual machine. */
export function isForGuest({ gpu }: Device): boolean {
  return /^(?:vfio-pci|vfio_pci|pci-stub|xen-pciback|pciback)$/.test(gpu.kernelDriver ?? '');
}

/** The problem of a card that the kernel keeps for a virtual machine. */
export function boundToVfio({ gpu, title }: Device): Problem {
  return {
    code: 'gpu-bound-to-vfio',
    text: `${title} is bound to ${gpu.kernelDriver ?? 'vfio-pci'} and kept for a virtual machine`,
    remedy: `Run sdn inside that machine, or give the card back: sudo driverctl unset-override ${gpu.pci ?? '0000:01:00.0'}`,
  };
}

function outside({ gpu, title, vendor }: Device): Problem {
  return {
    code: 'gpu-not-passed-through',
    text: `${title} is in this machine and ${gpu.node ?? 'its device node'} is not in this container`,
    remedy: passThrough(vendor),
  };
}
