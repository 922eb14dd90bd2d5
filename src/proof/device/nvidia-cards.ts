import { canonical } from '../channels/execution-devices.ts';
import type { CardId } from '../channels/nvidia-smi.ts';
import type { Identity } from './identity.ts';

/** The listed devices that are NVIDIA's cards, through OpenCL, by the names of OpenVINO. */
export function nvidiaCards(identities: readonly Identity[]): Readonly<Record<string, CardId>> {
  const cards = identities.filter(({ vendor }) => vendor === 'nvidia');
  return Object.fromEntries(cards.map(({ device, uuid, pci }) => [canonical(device), { uuid, pci }]));
}
