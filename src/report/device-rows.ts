import type { Facts } from '../hardware/facts.ts';
import { bytesText } from './quantities.ts';

/** One GPU or NPU as a row of words. */
export type DeviceRow = {
  readonly kind: 'GPU' | 'NPU';
  readonly name: string;
  readonly driver: string;
  readonly detail: string;
  readonly pci: string;
};

const UNKNOWN = 'not known';

/** Every device of an inventory; what is not known says so. */
export function deviceRows({ gpus, npus }: Facts): readonly DeviceRow[] {
  return [...(gpus ?? []).map(gpuRow), ...(npus ?? []).map(npuRow)];
}

function gpuRow(gpu: NonNullable<Facts['gpus']>[number]): DeviceRow {
  const details = [
    gpu.integrated === true ? 'integrated' : null,
    gpu.vramBytes == null ? null : bytesText(gpu.vramBytes),
    gpu.computeCapability == null ? null : `capability ${gpu.computeCapability}`,
    gpu.gfx,
    gpu.present === false ? 'not present now' : null,
    gpu.power === 'off' ? 'asleep' : null,
  ];
  return {
    kind: 'GPU',
    name: gpu.name ?? `${gpu.vendor} ${gpu.deviceId ?? ''}`.trim(),
    driver: [gpu.kernelDriver, gpu.driverVersion].filter(Boolean).join(' ') || UNKNOWN,
    detail: details.filter(Boolean).join(', '),
    pci: gpu.pci ?? '',
  };
}

function npuRow(npu: NonNullable<Facts['npus']>[number]): DeviceRow {
  return {
    kind: 'NPU',
    name: npu.name ?? npu.vendor,
    driver: [npu.kernelDriver, npu.driverVersion].filter(Boolean).join(' ') || UNKNOWN,
    detail: '',
    pci: npu.pci ?? '',
  };
}
