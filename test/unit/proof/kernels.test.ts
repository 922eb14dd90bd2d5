import { describe, expect, test } from 'vitest';
import { Failure } from '../../../src/findings/failure.ts';
import { kernelProfileChannel, outputDevicesChannel } from '../../../src/proof/kernels/kernel-channels.ts';
import type { KernelReply, KernelRow } from '../../../src/proof/kernels/kernel-reply.ts';
import { resolveTorchDevice } from '../../../src/proof/kernels/torch-device.ts';
import type { Variant } from '../../../src/variants/decision.ts';

const reply = (changes: Partial<KernelReply>): KernelReply => ({
  error: null,
  importMs: 1,
  versions: null,
  devices: [],
  firstCallMs: 1,
  outputDevices: [],
  outputs: [],
  repeat: null,
  ...changes,
});

const row = (op: string, count: number, cpuUs: number, deviceUs: number): KernelRow => ({
  op,
  count,
  cpuUs,
  deviceUs,
});
const profiled = (...rows: KernelRow[]) => reply({ profiled: { wallMs: 10, rows, output: '' } });

describe('output devices', () => {
  const half = (device: string) => ({ precision: 'f16' as const, devices: [device], outputs: [] });

  test('agree where every output lies on the device, `cuda` being `cuda:0`', () => {
    expect(
      outputDevicesChannel(reply({ outputDevices: ['cuda'], half: half('cuda:0') }), 'cuda:0').verdict,
    ).toBe('agrees');
  });

  test('disagree where half precision fell back to the CPU', () => {
    expect(
      outputDevicesChannel(reply({ outputDevices: ['cuda:0'], half: half('cpu') }), 'cuda:0').verdict,
    ).toBe('disagrees');
  });

  test('disagree for the other card', () => {
    expect(outputDevicesChannel(reply({ outputDevices: ['cuda:1'] }), 'cuda:0').verdict).toBe('disagrees');
  });

  test('are absent where nothing came back', () => {
    expect(outputDevicesChannel(reply({}), 'cuda:0').verdict).toBe('absent');
  });
});

describe('the kernel profile of an accelerator', () => {
  const cudnn = row('aten::cudnn_convolution', 21, 300, 6000);
  const products = row('aten::mm', 4, 20, 900);

  test('agrees where the heavy operations spent their time on the device', () => {
    expect(kernelProfileChannel(profiled(cudnn, products), 'cuda:0').verdict).toBe('agrees');
  });

  test.each([
    ['heavy operations took no device time', [row('aten::cudnn_convolution', 21, 6000, 0), products]],
    ['the CPU’s own convolution ran', [row('aten::mkldnn_convolution', 21, 6000, 6000), products]],
    ['the heavy operation was skipped', [row('aten::relu', 21, 1, 9000), products]],
    ['only a crumb of it ran', [row('aten::cudnn_convolution', 1, 1, 9000), products]],
    ['the products ran nowhere', [cudnn]],
    [
      'its times add up to far more than the call took',
      [row('aten::cudnn_convolution', 21, 1, 90_000), products],
    ],
    ['its times are next to nothing', [row('aten::cudnn_convolution', 21, 1, 10), row('aten::mm', 4, 1, 1)]],
  ])('disagrees where %s', (_, rows) => {
    expect(kernelProfileChannel(profiled(...rows), 'cuda:0').verdict).toBe('disagrees');
  });

  test('is absent where it is empty, and on the Apple GPU, which torch cannot time', () => {
    expect(kernelProfileChannel(profiled(), 'cuda:0').verdict).toBe('absent');
    expect(kernelProfileChannel(profiled(cudnn, products), 'mps').verdict).toBe('absent');
  });
});

describe('--device-id in torch’s terms', () => {
  const device = (name: string, pci: string | null = null, uuid: string | null = null) => ({
    name,
    fullName: null,
    pci,
    uuid,
  });
  const two = [device('cuda:0', '0000:01:00.0'), device('cuda:1', '0000:02:00.0', 'GPU-ab12'), device('cpu')];
  const resolve = (
    requested: string,
    variant: Variant = 'cuda',
    listed = two,
    accelerators: number | null = 2,
  ) => resolveTorchDevice({ requested, variant, listed, accelerators });

  test.each([
    ['AUTO', 'cuda:0'],
    ['1', 'cuda:1'],
    ['GPU', 'cuda:0'],
    ['gpu.1', 'cuda:1'],
    ['cuda:1', 'cuda:1'],
    ['CPU', 'cpu'],
    ['pci:02:00.0', 'cuda:1'],
    ['uuid:GPU-AB12', 'cuda:1'],
  ])('%s is %s', (requested, name) => {
    expect(resolve(requested)).toMatchObject({ kind: 'device', device: { name } });
  });

  test('what torch does not list is not replaced by something else', () => {
    expect(resolve('2')).toEqual({ kind: 'not-listed', missing: 'cuda:2' });
    expect(resolve('AUTO', 'xpu')).toEqual({ kind: 'not-listed', missing: 'xpu:0' });
    expect(resolve('NPU')).toMatchObject({ kind: 'not-listed' });
  });

  test('0 is the CPU only in a CPU environment on a machine that is known to have no accelerator', () => {
    const cpu = [device('cpu')];
    expect(resolve('0', 'cpu', cpu, 0)).toMatchObject({ kind: 'device', note: 'no-accelerator' });
    expect(resolve('0', 'cpu', cpu, 1)).toMatchObject({ kind: 'not-listed' });
    expect(resolve('0', 'cpu', cpu, null)).toMatchObject({ kind: 'not-listed' });
    expect(resolve('0', 'cuda', cpu, 0)).toMatchObject({ kind: 'not-listed' });
  });

  test('what is no device at all is a usage error', () => {
    expect(() => resolve('banana')).toThrow(Failure);
  });
});
