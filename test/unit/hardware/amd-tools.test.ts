import { expect, test } from 'vitest';
import { kfdProbe, parseKfdNode } from '../../../src/hardware/amd/kfd.ts';
import { parseRocminfo, rocminfoProbe } from '../../../src/hardware/amd/rocminfo.ts';
import { fakeLinux } from './fake-machine.ts';

test.each([
  ['agents', 'ok'],
  ['crashing', 'crashed'],
  ['babbling', 'garbage'],
] as const)('a rocminfo that is %s ends as %s', async (program, status) => {
  const system = fakeLinux({ programs: { '/opt/rocm/bin/rocminfo': `rocminfo/${program}` } });
  const reading = await rocminfoProbe.read(system);
  expect(reading.status).toBe(status);
  expect(reading.seen?.gpus.map(({ gfx, pci }) => [gfx, pci]) ?? null).toEqual(
    status === 'ok' ? [['gfx90a', '0001:c1:00.0']] : null,
  );
  if (status === 'crashed') expect(reading.detail).toBe('hsa api call failure at line 1219');
});

test('without rocminfo there is nothing to start', async () => {
  expect(await rocminfoProbe.read(fakeLinux({}))).toEqual({ status: 'absent', seen: null });
});

test('an agent without an address, a size or a chip id has none', () => {
  const [gpu] = parseRocminfo(
    'Agent 1\n  Name:                    gfx1100\n  BDFID:                   0\n',
  ).gpus;
  expect(gpu).toEqual({ vendor: 'amd', vendorId: '1002', gfx: 'gfx1100' });
});

test.each([
  [110003, 'gfx1103'],
  [90010, 'gfx90a'],
  [100306, 'gfx1036'],
  [90402, 'gfx942'],
  [120001, 'gfx1201'],
])('target version %i is %s', (version, gfx) => {
  expect(parseKfdNode(`gfx_target_version ${version}\n`)).toEqual({ vendor: 'amd', gfx });
});

test('a node that tells zeros tells nothing', () => {
  const zeros = 'vendor_id 0\ndevice_id 0\nlocal_mem_size 0\nlocation_id 0\ndomain 0\n';
  expect(parseKfdNode(`gfx_target_version 110000\n${zeros}`)).toEqual({ vendor: 'amd', gfx: 'gfx1100' });
  expect(parseKfdNode(`gfx_target_version 0\n${zeros}`)).toBe(null);
  expect(parseKfdNode('')).toBe(null);
});

test('nodes are read in the order of their numbers, ten after two', async () => {
  const node = (version: number) => `gfx_target_version ${version}\n`;
  const at = '/sys/class/kfd/kfd/topology/nodes';
  const files = {
    [`${at}/10/properties`]: node(110000),
    [`${at}/2/properties`]: node(110003),
    [`${at}/1/properties`]: node(0),
  };
  const { seen } = await kfdProbe.read(fakeLinux({ files }));
  expect(seen?.map(({ gfx }) => gfx)).toEqual(['gfx1103', 'gfx1100']);
  expect((await kfdProbe.read(fakeLinux({}))).status).toBe('absent');
});

test('a field that is there and empty says nothing', () => {
  const [gpu] = parseRocminfo(
    'Agent 1\n  Name:                    gfx1100\n  Marketing Name:                    \n',
  ).gpus;
  expect(gpu).not.toHaveProperty('name');
});
