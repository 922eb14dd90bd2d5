import { plainHex, type SeenGpu, type SeenNpu, vendorOf } from '../seen.ts';

/** One function on the PCI bus, as `/sys/bus/pci/devices` has it. Numbers are hexadecimal text. */
export type PciFunction = {
  readonly address: string;
  readonly pciClass: string;
  readonly vendorId: string;
  readonly deviceId: string;
  readonly driver: string | null;
  /** `D3cold` and the like. */
  readonly powerState: string | null;
  /** The kernel's word for whether the slot is inside the case. */
  readonly removable: string | null;
  /** `renderD129`: card numbers do not follow the order of the bus. */
  readonly renderNode: string | null;
  /** Decimal text; amdgpu tells it. */
  readonly vramBytes: string | null;
};

/** Display devices (class 03), and AMD's processing accelerators, which are their compute cards without a screen. */
export function gpusOnPci(functions: readonly PciFunction[]): readonly SeenGpu[] {
  return functions.filter(isGpu).map((each) => ({
    vendor: vendorOf(each.vendorId),
    vendorId: plainHex(each.vendorId),
    deviceId: plainHex(each.deviceId),
    kernelDriver: each.driver,
    present: true,
    pciClass: plainHex(each.pciClass).slice(0, 4),
    pci: each.address.toLowerCase(),
    external: each.removable === null ? null : each.removable === 'removable',
    power: each.powerState === 'D3cold' ? 'off' : 'on',
    ...(each.renderNode === null ? {} : { node: `/dev/dri/${each.renderNode}` }),
    ...(Number(each.vramBytes ?? 0) > 0 ? { vramBytes: Number(each.vramBytes) } : {}),
  }));
}

/** NPUs are processing accelerators (class 12) of vendors that make them; AMD's call themselves signal processing controllers. */
export function npusOnPci(functions: readonly PciFunction[]): readonly SeenNpu[] {
  return functions
    .filter((each) => isAmdNpu(each) || (isAccelerator(each) && !isGpu(each)))
    .filter(({ vendorId }) => vendorOf(vendorId) !== 'other')
    .map((each) => ({
      vendor: vendorOf(each.vendorId),
      vendorId: plainHex(each.vendorId),
      deviceId: plainHex(each.deviceId),
      kernelDriver: each.driver,
      pci: each.address.toLowerCase(),
    }));
}

const AMD_NPUS = ['1502', '17f0', '17f1'];

function isGpu(each: PciFunction): boolean {
  if (plainHex(each.pciClass).startsWith('03')) return true;
  return isAccelerator(each) && plainHex(each.vendorId) === '1002' && !isAmdNpu(each);
}

function isAmdNpu({ vendorId, deviceId }: PciFunction): boolean {
  return vendorOf(vendorId) === 'amd' && AMD_NPUS.includes(plainHex(deviceId));
}

function isAccelerator({ pciClass }: PciFunction): boolean {
  return plainHex(pciClass).startsWith('12');
}
