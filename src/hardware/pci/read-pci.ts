import type { System } from '../../system/system.ts';
import { found, missing, type Probe } from '../probe.ts';
import { linkName, namesIn, textOf } from '../tree.ts';
import type { PciFunction } from './pci-devices.ts';

const BUS = '/sys/bus/pci/devices';
const NOTHING_MORE = { driver: null, powerState: null, removable: null, vramBytes: null, renderNode: null };

/** Every function on the PCI bus, without any tool. Absent where the kernel shows no bus (WSL2, some containers). */
export const pciProbe: Probe<readonly PciFunction[]> = {
  id: 'pci',
  read: async (system) => {
    const names = await namesIn(system, BUS);
    if (names === null) return missing('absent');
    const functions = await Promise.all(names.map((name) => readFunction(system, name)));
    return found(functions.filter((each) => each !== null));
  },
};

async function readFunction(system: System, name: string): Promise<PciFunction | null> {
  const text = (file: string) => textOf(system, `${BUS}/${name}/${file}`);
  const [pciClass, vendorId, deviceId] = await Promise.all([text('class'), text('vendor'), text('device')]);
  if (pciClass === null || vendorId === null || deviceId === null) return null;
  if (!/^0x(?:03|11|12)/.test(pciClass))
    return { ...NOTHING_MORE, address: name, pciClass, vendorId, deviceId };
  const [driver, powerState, removable, vramBytes, nodes] = await Promise.all([
    linkName(system, `${BUS}/${name}/driver`),
    text('power_state'),
    text('removable'),
    text('mem_info_vram_total'),
    namesIn(system, `${BUS}/${name}/drm`),
  ]);
  const renderNode = nodes?.find((node) => node.startsWith('renderD')) ?? null;
  return {
    address: name,
    pciClass,
    vendorId,
    deviceId,
    driver,
    powerState,
    removable,
    vramBytes,
    renderNode,
  };
}
