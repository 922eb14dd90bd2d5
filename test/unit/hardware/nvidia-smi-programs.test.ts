import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { inventory } from '../../../src/hardware/inventory.ts';
import { decide } from '../../../src/variants/decide.ts';
import { NOTHING_ASKED } from '../../../src/variants/request.ts';
import { fakeLinux, pciDevice, type Tree, together } from './fake-machine.ts';

const RTX3060 = pciDevice('0000:01:00.0', {
  class: '0x030000',
  vendor: '0x10de',
  device: '0x2504',
  driver: 'nvidia',
});
const GTX1060 = pciDevice('0000:01:00.0', {
  class: '0x030000',
  vendor: '0x10de',
  device: '0x1c03',
  driver: 'nvidia',
});
const NO_CARD = pciDevice('0000:00:00.0', { class: '0x060000', vendor: '0x8086', device: '0x0d57' });
const MODULE: Tree = {
  files: {
    '/proc/driver/nvidia/version':
      'NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  580.95.05  Release Build\n',
  },
};
const smi = (name: string): Tree => ({ programs: { '/usr/bin/nvidia-smi': `nvidia-smi/${name}` } });

async function said(...parts: readonly Tree[]) {
  const system = fakeLinux(together(...parts));
  const facts = await inventory(system, { dir: '.' });
  const decision = decide(facts, NOTHING_ASKED);
  const record = facts.probes?.find(({ id }) => id === 'nvidia-smi');
  return { system, facts, decision, record, codes: decision.problems.map(({ code }) => code) };
}

test('a tool that hangs is stopped with its children, and what it would have said stays unknown', async () => {
  const { system, decision, record, codes } = await said(RTX3060, smi('hanging'));
  expect(record?.status).toBe('timeout');
  expect({ variant: decision.variant, codes }).toEqual({ variant: null, codes: ['probe-failed'] });
  const child = Number(readFileSync(join(system.root, 'hanging-child'), 'utf8'));
  await expect.poll(() => isRunning(child)).toBe(false);
});

test('a tool that hangs on a machine whose kernel module speaks costs nothing but its time', async () => {
  const { decision, record } = await said(RTX3060, MODULE, smi('hanging'));
  expect(record?.status).toBe('timeout');
  expect([decision.variant, decision.index]).toEqual(['cuda', 'cu132']);
});

test('a tool that hangs where no card is listed leaves the question open', async () => {
  const { decision, codes } = await said(NO_CARD, smi('hanging'));
  expect({ variant: decision.variant, codes }).toEqual({ variant: null, codes: ['probe-failed'] });
});

test('a tool that crashes is recorded as that', async () => {
  const { decision, record, codes } = await said(RTX3060, smi('crashing'));
  expect(record?.status).toBe('crashed');
  expect({ variant: decision.variant, codes }).toEqual({ variant: null, codes: ['probe-failed'] });
});

test('a tool that lists a card which neither the bus nor the kernel knows is not believed', async () => {
  const { facts, decision, record } = await said(NO_CARD, smi('lying'));
  expect(record?.status).toBe('garbage');
  expect(facts.gpus).toEqual([]);
  expect(decision.variant).toBe(null);
});

test('a tool that babbles steers no terminal', async () => {
  const { record, decision } = await said(RTX3060, smi('babbling'));
  expect(record?.status).toBe('garbage');
  expect(JSON.stringify(record)).not.toContain('\\u001b');
  expect(decision.variant).toBe(null);
});

test('a tool that never stops talking is stopped', async () => {
  const { record } = await said(RTX3060, smi('endless'));
  expect(record?.status).toBe('garbage');
});

test('a healthy tool adds name, memory, driver and capability to the card on the bus', async () => {
  const { facts, decision } = await said(RTX3060, MODULE, smi('healthy'));
  expect(facts.gpus).toEqual([
    expect.objectContaining({
      deviceId: '2504',
      name: 'NVIDIA GeForce RTX 3060',
      driverVersion: '580.95.05',
      computeCapability: '8.6',
      vramBytes: 12288 * 1024 ** 2,
      pci: '0000:01:00.0',
      kernelDriver: 'nvidia',
    }),
  ]);
  expect([decision.variant, decision.index]).toEqual(['cuda', 'cu132']);
});

test('a tool that is too old for the question answers with its table', async () => {
  const { facts, decision, codes } = await said(GTX1060, smi('old'));
  expect(facts.gpus?.[0]).toMatchObject({ driverVersion: '470.256.02', vramBytes: 6075 * 1024 ** 2 });
  expect([decision.index, codes]).toEqual(['cu118', ['driver-too-old']]);
});

test.each([
  ['no-driver', 'nvidia-driver-missing'],
  ['mismatch', 'driver-mismatch'],
])('a tool that says %s has answered: %s', async (name, code) => {
  const card = pciDevice('0000:01:00.0', { class: '0x030000', vendor: '0x10de', device: '0x2504' });
  const { decision, record, codes } = await said(card, smi(name));
  expect(record?.status).toBe('ok');
  expect([decision.variant, codes]).toEqual(['cpu', [code]]);
});

test('a tool without cards on a machine without cards is no riddle', async () => {
  for (const name of ['no-cards', 'no-driver']) {
    const { decision } = await said(NO_CARD, smi(name));
    expect([name, decision.variant, decision.problems]).toEqual([name, 'cpu', []]);
  }
});

test('a tool in the current folder is not run', async () => {
  const { record } = await said(NO_CARD, {
    programs: { '/nvidia-smi': 'nvidia-smi/lying' },
    env: { PATH: '.:/usr/bin' },
  });
  expect(record?.status).toBe('absent');
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

test('in MIG mode a card is worth its instances: torch gets one of them, or nothing', async () => {
  const card = (address: string) =>
    pciDevice(address, { class: '0x030200', vendor: '0x10de', device: '0x20b0', driver: 'nvidia' });
  const { facts, decision, codes } = await said(
    card('0000:01:00.0'),
    card('0000:02:00.0'),
    MODULE,
    smi('divided'),
  );
  expect(facts.gpus?.map(({ pci, migMode, migInstances }) => [pci, migMode, migInstances])).toEqual([
    ['0000:01:00.0', 'enabled', 2],
    ['0000:02:00.0', 'enabled', 0],
  ]);
  expect([decision.variant, decision.selected?.pci, codes]).toEqual([
    'cuda',
    '0000:01:00.0',
    ['mig-without-instance'],
  ]);
  expect(decision.reasons.map(({ code }) => code)).toContain('mig-instance');
  expect(decision.problems[0]?.remedy).toContain('nvidia-smi mig -i 0000:02:00.0 -cgi 0 -C');
});
