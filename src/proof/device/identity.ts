import type { ListedDevice } from '../replies/device-list-reply.ts';

/** Who a listed device really is. */
export type Identity = {
  /** `GPU.0` */
  readonly device: string;
  /** As OpenVINO names it, with the vendor. */
  readonly name: string | null;
  readonly vendor: 'intel' | 'nvidia' | 'amd' | 'other' | null;
  /** Sixteen bytes in hexadecimal, no separators. */
  readonly uuid: string | null;
  /** `0000:03:00.0` */
  readonly pci: string | null;
  readonly luid: string | null;
};

const VENDORS: Readonly<Record<string, Identity['vendor']>> = {
  '8086': 'intel',
  '10de': 'nvidia',
  '1002': 'amd',
};

export function identityOf(listed: ListedDevice): Identity {
  const uuid = listed.uuid?.replace(/[^0-9a-f]/gi, '').toLowerCase() || null;
  return {
    device: listed.name,
    name: listed.fullName,
    vendor: vendorOf(listed, uuid),
    uuid,
    pci: pciOf(listed, uuid),
    luid: listed.luid,
  };
}

function vendorOf({ architecture, fullName }: ListedDevice, uuid: string | null): Identity['vendor'] {
  const said = /vendor=0x([0-9a-f]{4})/i.exec(architecture ?? '')?.[1]?.toLowerCase();
  const id = said ?? vendorIdOf(uuid);
  if (id !== undefined && VENDORS[id] !== undefined) return VENDORS[id];
  const name = (fullName ?? '').toLowerCase();
  if (name.includes('intel')) return 'intel';
  if (/nvidia|geforce/.test(name)) return 'nvidia';
  if (/amd|radeon/.test(name)) return 'amd';
  return name === '' ? null : 'other';
}

function pciOf({ pci }: ListedDevice, uuid: string | null): string | null {
  if (pci !== null) return address(pci.domain, pci.bus, pci.device, pci.function);
  if (vendorIdOf(uuid) !== '8086') return null;
  const bytes = bytesOf(uuid);
  const [low = 0, high = 0, bus = 0, device = 0, fn = 0] = bytes.slice(6, 11);
  return address(low + high * 256, bus, device, fn);
}

/** Intel's layout, little-endian: vendor, device, revision, PCI domain (two bytes each), bus, device, function. */
function vendorIdOf(uuid: string | null): string | undefined {
  const [low, high] = bytesOf(uuid);
  if (low === undefined || high === undefined) return undefined;
  return hex(high * 256 + low, 4);
}

function bytesOf(uuid: string | null): readonly number[] {
  return (uuid?.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
}

function address(domain: number, bus: number, device: number, fn: number): string {
  return `${hex(domain, 4)}:${hex(bus, 2)}:${hex(device, 2)}.${fn}`;
}

const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0');
