import { absent, agrees, disagrees } from '../channels/channel.ts';
import type { Channel } from '../proof.ts';
import { HEAVY } from '../smoke/network.ts';
import type { KernelReply, KernelRow } from './kernel-reply.ts';

/** Operations that do the arithmetic; their callers (`aten::conv2d`, `aten::linear`…) only pass it on. */
const CONVOLUTION =
  /^aten::(?:mkldnn|cudnn|miopen|mps|_?slow|thnn|xnnpack).*conv|^aten::convolution_overrideable/;
const PRODUCT = /^aten::(?:mm|bmm|addmm|baddbmm)$/;
/** Names that only the processor's own kernels bear. */
const OF_THE_CPU = /mkldnn|slow_conv|thnn|xnnpack/;
/** Sum of all operations' times over the wall time of the profiled calls; outside, the accounting is wrong. */
const PLAUSIBLE_SHARE = { least: 0.1, most: 1.5 } as const;

/** The devices that torch's outputs lie on, in float32 and in half precision, against the one that was asked for. */
export function outputDevicesChannel(reply: KernelReply, device: string): Channel {
  const devices = [...new Set([...reply.outputDevices, ...(reply.half?.devices ?? [])])];
  if (devices.length === 0) return absent('execution-devices', 'No output came back.');
  if (devices.every((each) => sameTorchDevice(each, device)))
    return agrees('execution-devices', device, { devices });
  return disagrees('execution-devices', devices.join(','), `Asked for ${device}.`, { devices });
}

/** `cuda` is `cuda:0`. */
export function sameTorchDevice(left: string, right: string): boolean {
  const full = (name: string) => (/^(?:cuda|xpu|mps)$/.test(name) ? `${name}:0` : name);
  return full(left) === full(right);
}

/** What ran, operation by operation, by torch's profiler: the heavy ones must have spent their time on the device. */
export function kernelProfileChannel({ profiled }: KernelReply, device: string): Channel {
  if (profiled === undefined || profiled.rows.length === 0)
    return absent('profile', 'The profile is empty: nothing says which operations ran.');
  if (device.startsWith('mps')) return absent('profile', 'torch keeps no times of the Apple GPU.');
  const read = reading(profiled.rows, profiled.wallMs, device);
  const objection = objectionTo(read, device);
  const { detail } = read;
  return objection === null
    ? agrees('profile', device, detail)
    : disagrees('profile', null, objection, detail);
}

function reading(rows: readonly KernelRow[], wallMs: number, device: string) {
  const onCpu = device === 'cpu';
  const convolutions = rows.filter(({ op }) => CONVOLUTION.test(op));
  const products = rows.filter(({ op }) => PRODUCT.test(op));
  const time = (row: KernelRow) => (onCpu ? row.cpuUs : row.deviceUs);
  const us = rows.reduce((sum, row) => sum + time(row), 0);
  const detail = {
    executed: total(rows),
    convolutions: total(convolutions),
    products: total(products),
    share: Number((us / (wallMs * 1000)).toFixed(3)),
    exec: Object.fromEntries(convolutions.map((row) => [row.op, Math.round(time(row))])),
  };
  return { detail, heavy: [...convolutions, ...products], time };
}

function objectionTo({ detail, heavy, time }: ReturnType<typeof reading>, device: string): string | null {
  if (detail.convolutions < HEAVY.convolutions)
    return `${detail.convolutions} of ${HEAVY.convolutions} convolutions were executed.`;
  if (detail.products < HEAVY.projections)
    return `${detail.products} of ${HEAVY.projections} matrix products were executed.`;
  const foreign = heavy.find((row) => time(row) <= 0 || (device !== 'cpu' && OF_THE_CPU.test(row.op)));
  if (foreign !== undefined) return `${foreign.op} did not run on ${device}.`;
  if (detail.share >= PLAUSIBLE_SHARE.least && detail.share <= PLAUSIBLE_SHARE.most) return null;
  return `The operations' times add up to ${detail.share} of the calls'.`;
}

const total = (rows: readonly KernelRow[]) => Math.round(rows.reduce((sum, { count }) => sum + count, 0));
