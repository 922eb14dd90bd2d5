import { type Finding, finding, remedy } from '../../findings/finding.ts';
import type { Identity } from './identity.ts';

/** Device 0 stood for the CPU: because nothing else is here, or because nobody could look. */
export function noAccelerator(note: 'no-accelerator' | 'inventory-unknown'): Finding {
  const certain = note === 'no-accelerator';
  return finding({
    id: 'inference.no-accelerator',
    group: 'inference',
    status: certain ? 'warn' : 'unknown',
    title: certain ? 'No accelerator on this machine; device 0 is the CPU' : 'Device 0 was taken for the CPU',
    found: certain
      ? 'Neither the hardware inventory nor OpenVINO knows a GPU or an NPU.'
      : 'OpenVINO lists only the CPU, and the hardware inventory could not look.',
    need: 'A GPU or an NPU, for anything faster than the CPU.',
    remedy: remedy('Name the CPU to make this choice your own.', 'sdn verify --device-id CPU'),
  });
}

/** A card of another vendor reaches OpenVINO through OpenCL. */
export function foreignVendor({ vendor, device, name }: Identity): readonly Finding[] {
  if (!device.startsWith('GPU') || vendor === 'intel' || vendor === null) return [];
  const flag = vendor === 'nvidia' ? '--use-cuda' : vendor === 'amd' ? '--use-rocm' : '--use-cpu';
  return [
    finding({
      id: 'inference.vendor',
      group: 'inference',
      status: 'warn',
      title: `${device} is not an Intel device`,
      found: `${name ?? device} reaches OpenVINO through OpenCL; this rarely works well.`,
      need: "The variant of the card's own vendor.",
      remedy: remedy('Use the variant of this card.', `sdn reinstall ${flag}`),
    }),
  ];
}
