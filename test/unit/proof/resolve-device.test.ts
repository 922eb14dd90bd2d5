import { describe, expect, test } from 'vitest';
import { Failure } from '../../../src/findings/failure.ts';
import { identityOf } from '../../../src/proof/device/identity.ts';
import { preferredBy } from '../../../src/proof/device/preferred.ts';
import { resolveDevice } from '../../../src/proof/device/resolve.ts';
import type { ListedDevice } from '../../../src/proof/replies/device-list-reply.ts';

const listed = (name: string, more: Partial<ListedDevice> = {}) =>
  identityOf({
    name,
    fullName: null,
    type: null,
    architecture: null,
    uuid: null,
    luid: null,
    pci: null,
    capabilities: null,
    memoryBytes: null,
    driver: null,
    ...more,
  });

const CPU = listed('CPU', { fullName: 'AMD EPYC' });
const ONE = listed('GPU', {
  uuid: '8680557d080000000002000000000000',
  fullName: 'Intel(R) Arc(TM) Graphics (iGPU)',
});
const TWO = [
  listed('GPU.0', { architecture: 'GPU: vendor=0x8086 arch=v12.2.0' }),
  listed('GPU.1', {
    pci: { domain: 0, bus: 3, device: 0, function: 0 },
    uuid: 'AABB-CC',
    fullName: 'NVIDIA RTX',
  }),
];

const resolve = (
  requested: string,
  devices = [CPU],
  seen: Parameters<typeof resolveDevice>[0]['seen'] = [],
) => resolveDevice({ requested, listed: devices, seen });

describe('--device-id', () => {
  test.each([
    ['0', [CPU, ONE], 'GPU', ['GPU.0']],
    ['GPU', [CPU, ONE], 'GPU', ['GPU.0']],
    ['gpu.0', [CPU, ONE], 'GPU', ['GPU.0']],
    ['GPU', [CPU, ...TWO], 'GPU.0', ['GPU.0']],
    ['1', [CPU, ...TWO], 'GPU.1', ['GPU.1']],
    ['cpu', [CPU], 'CPU', ['CPU']],
    ['NPU', [CPU, listed('NPU.3720')], 'NPU.3720', ['NPU.3720']],
    ['pci:03:00.0', [CPU, ...TWO], 'GPU.1', ['GPU.1']],
    ['pci:0000:00:02.0', [CPU, ONE], 'GPU', ['GPU.0']],
    ['uuid:aabbcc', [CPU, ...TWO], 'GPU.1', ['GPU.1']],
    ['AUTO', [CPU, ONE], 'AUTO', []],
    ['AUTO:GPU,CPU', [CPU, ONE], 'AUTO:GPU,CPU', []],
    ['HETERO:GPU.1,CPU', [CPU, ...TWO], 'HETERO:GPU.1,CPU', ['GPU.1', 'CPU']],
  ])('%s', (requested, devices, openvino, expected) => {
    expect(resolve(requested, devices)).toMatchObject({ kind: 'device', openvino, expected });
  });
  test.each(['1', 'GPU', 'GPU.3', 'NPU', 'HETERO:GPU,CPU', 'uuid:00', 'pci:0000:09:00.0'])(
    '%s is not listed where OpenVINO lists only the CPU',
    (requested) => {
      expect(resolve(requested).kind).toBe('not-listed');
    },
  );
  test.each(['cuda:0', '', '-1', 'GPU;rm', 'HETERO', '1.5'])('"%s" is no device', (requested) => {
    expect(() => resolve(requested)).toThrow(Failure);
  });
});

describe('device 0 where OpenVINO lists only the CPU', () => {
  const arc = { kind: 'GPU', vendor: 'intel', name: 'Arc A770', pci: null } as const;
  test('is the CPU, with a note, where the inventory sees no accelerator', () => {
    expect(resolve('0', [CPU], [])).toMatchObject({ openvino: 'CPU', note: 'no-accelerator' });
  });
  test('is never the CPU where the inventory sees one', () => {
    expect(resolve('0', [CPU], [arc]).kind).toBe('not-listed');
  });
  test('says so where the inventory could not look: unknown is not none', () => {
    expect(resolve('0', [CPU], null)).toMatchObject({ openvino: 'CPU', note: 'inventory-unknown' });
  });
});

describe('who a device is', () => {
  test('the address of an Intel card is in its UUID', () => {
    expect(ONE).toMatchObject({ pci: '0000:00:02.0', vendor: 'intel' });
  });
  test('a vendor is read from the architecture, else from the name', () => {
    expect(TWO.map(({ vendor }) => vendor)).toEqual(['intel', 'nvidia']);
  });
  test('AUTO has to prefer Intel cards, and what its own list names', () => {
    expect(preferredBy('AUTO', [CPU, ...TWO])).toEqual(['GPU.0']);
    expect(preferredBy('AUTO:NPU,CPU', [CPU])).toEqual(['NPU']);
    expect(preferredBy('AUTO:CPU', [CPU, ONE])).toEqual([]);
    expect(preferredBy('GPU.1', [CPU, ...TWO])).toEqual([]);
  });
});
