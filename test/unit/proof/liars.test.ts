import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HONEST, LIARS } from '../../fixtures/liars/scenarios.ts';
import { standInEnvironment, tryScenario } from './stand-in.ts';

let folder = '';
beforeAll(async () => {
  folder = await standInEnvironment();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const HONEST_RUNS = [
  { by: 'the CPU time of the process', machine: 'the CPU', device: 'CPU', scenario: HONEST.cpu, ran: 'CPU' },
  {
    by: 'the CPU time of the process',
    machine: 'the CPU through AUTO',
    device: 'AUTO',
    scenario: HONEST.cpu,
    ran: 'CPU',
  },
  {
    by: 'the counter drm-fdinfo',
    machine: 'an Arc card (xe)',
    device: 'GPU',
    scenario: HONEST.arc,
    ran: 'GPU.0',
  },
  {
    by: 'the counter drm-fdinfo',
    machine: 'an Arc card through AUTO',
    device: 'AUTO',
    scenario: HONEST.arc,
    ran: 'GPU.0',
  },
  {
    by: 'the counter drm-fdinfo',
    machine: 'an Arc card by PCI address',
    device: 'pci:0000:03:00.0',
    scenario: HONEST.arc,
    ran: 'GPU.0',
  },
  {
    by: 'the counter drm-fdinfo',
    machine: 'an iGPU (i915)',
    device: '0',
    scenario: HONEST.igpu,
    ran: 'GPU.0',
  },
  {
    by: 'the counter drm-fdinfo',
    machine: 'the second of two cards',
    device: '1',
    scenario: HONEST.twoCards,
    ran: 'GPU.1',
  },
  {
    by: 'the counter drm-fdinfo',
    machine: 'HETERO over a card and the CPU',
    device: 'HETERO:GPU.1,CPU',
    scenario: HONEST.twoCards,
    ran: 'GPU.1,CPU',
  },
  {
    by: 'fingerprint and sysfs-residency',
    machine: 'a card whose sleep alone is counted',
    device: 'GPU',
    scenario: HONEST.sleeper,
    ran: 'GPU.0',
  },
  { by: 'the counter npu-busy', machine: 'an NPU', device: 'NPU', scenario: HONEST.npu, ran: 'NPU' },
  {
    by: 'fingerprint and CPU time',
    machine: 'an NVIDIA card through OpenCL',
    device: 'GPU',
    scenario: HONEST.nvidia,
    ran: 'GPU.0',
  },
] as const;

describe.concurrent('an honest machine is proven', () => {
  test.each(HONEST_RUNS)('$machine', async ({ device, scenario, ran, by }) => {
    const { proof } = await tryScenario(folder, { device, scenario });
    const said = `The runtime's word, the numbers and ${by}`;
    const { verdict, device: named, rungs } = proof;
    expect([verdict, named.resolved, rungs[0]?.reasons[0]], JSON.stringify(rungs[0]?.channels)).toEqual([
      'proven',
      ran,
      `${said} agree.`,
    ]);
  });
  test.each(['GPU', 'AUTO'])('inside WSL %s is reported: Windows keeps the counters', async (device) => {
    const { proof } = await tryScenario(folder, {
      device,
      scenario: HONEST.arc,
      kernel: 'Linux version 6.6.87.2-microsoft-standard-WSL2',
    });
    expect(proof.verdict).toBe('reported');
  });
});

test('there are at least forty liars, each with a lie of its own', () => {
  expect(new Set(LIARS.map(({ lie }) => lie)).size).toBe(LIARS.length);
  expect(LIARS.length).toBeGreaterThanOrEqual(40);
});

describe.concurrent('no liar is proven', () => {
  test.each(LIARS)('$lie ($device): $verdict', async ({ device, scenario, verdict }) => {
    const { proof, findings } = await tryScenario(folder, { device, scenario });
    const told = JSON.stringify(
      proof.rungs[0]?.channels.map((each) => [each.channel, each.verdict, each.detail]),
    );
    expect(proof.verdict, `${proof.rungs[0]?.reasons.join(' ')}\n${told}`).toBe(verdict);
    expect(findings.some(({ status }) => status === 'pass')).toBe(false);
  });
});
