import type { Problem } from './decision.ts';
import type { Device } from './device.ts';
import type { Host } from './host.ts';
import { passThrough } from './remedies.ts';

/** Why a device of this machine is not for this process: kept for a guest, or outside of this container. Null: it is. */
export function withheld(device: Device, host: Host): Problem | null {
  if (isForGuest(device)) return boundToVfio(device);
  return host.container && device.gpu.renderAccess === 'absent' ? outside(device) : null;
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
    text: `${title} is in this machine and ${gpu.renderNode ?? '/dev/dri'} is not in this container`,
    remedy: passThrough(vendor),
  };
}
