import { describe, expect, test } from 'vitest';
import { finding } from '../../../src/findings/finding.ts';
import type { Manifest } from '../../../src/install/environment/manifest.ts';
import { judgePolicy, type Outcome } from '../../../src/policy/judge-policy.ts';
import type { Policy } from '../../../src/policy/policy.ts';
import type { Proof, ProofVerdict, RungResult } from '../../../src/proof/proof.ts';

const ENVIRONMENT: Manifest = {
  schema: 'sdn.environment/1',
  variant: 'openvino',
  askedBy: 'flag',
  createdAt: '2026-11-23T00:00:00Z',
  sdn: '0.1.0',
  interpreter: { path: '/usr/bin/python3', version: '3.12.4' },
  pins: [],
  index: null,
  installer: { name: 'uv', version: '0.13.9' },
  installed: [
    { name: 'openvino', version: '2026.2.1', hash: null },
    { name: 'torch', version: '2.13.0+cpu', hash: null },
  ],
  proof: null,
};

function rung(timesCpu: number | null): RungResult {
  return {
    rung: 'runtime',
    engine: 'python',
    verdict: 'proven',
    device: 'GPU.0',
    channels: [],
    reasons: [],
    timings: null,
    versions: {},
    throughput: { perSecond: 100, timesCpu },
  };
}

function proofOf(verdict: ProofVerdict, timesCpu: number | null = 3): Proof {
  const device = { requested: 'GPU', resolved: 'GPU.0', name: null, uuid: null, pci: null };
  return { verdict, device, rungs: [rung(timesCpu)] };
}

const GOOD: Outcome = { proof: proofOf('proven'), environment: ENVIRONMENT, findings: [] };

/** `id status` of each finding. */
function judge(policy: Omit<Policy, 'schema'>, outcome: Partial<Outcome> = {}): readonly string[] {
  const findings = judgePolicy({ schema: 'sdn.config/1', ...policy }, { ...GOOD, ...outcome });
  return findings.map(({ id, status }) => `${id} ${status}`);
}

describe('a policy', () => {
  test('that is not there, or is empty, demands nothing', () => {
    expect(judgePolicy(null, GOOD)).toEqual([]);
    expect(judge({})).toEqual([]);
  });

  test.each([
    ['openvino', 'policy.variant pass'],
    ['cuda', 'policy.variant fail'],
  ] as const)('that wants the variant %s: %s', (variant, expected) => {
    expect(judge({ variant })).toEqual([expected]);
  });

  test('names the command that would bring the machine back', () => {
    const [drift] = judgePolicy({ schema: 'sdn.config/1', variant: 'cuda' }, GOOD);
    expect(drift).toMatchObject({
      found: 'openvino',
      need: 'cuda',
      remedy: { commands: ['sdn reinstall --variant cuda'] },
    });
  });

  test('keeps the variant when only a version is too old', () => {
    const [drift] = judgePolicy({ schema: 'sdn.config/1', minimum: { openvino: '2027.1' } }, GOOD);
    expect(drift?.remedy?.commands).toEqual(['sdn reinstall --variant openvino']);
  });

  test.each([
    ['proven', 'proven', 'pass'],
    ['proven', 'reported', 'fail'],
    ['reported', 'reported', 'pass'],
    ['reported', 'proven', 'pass'],
    ['reported', 'contradicted', 'fail'],
    ['proven', 'unknown', 'unknown'],
  ] as const)('that wants %s and gets %s: %s', (proof, verdict, status) => {
    expect(judge({ proof }, { proof: proofOf(verdict) })).toEqual([`policy.proof ${status}`]);
  });

  test.each([
    [{ openvino: '2026.2' }, 'pass'],
    [{ openvino: '2026.2.1' }, 'pass'],
    [{ openvino: '2026.10' }, 'fail'],
    [{ torch: '2.13.0' }, 'pass'],
    [{ torch: '2.14' }, 'fail'],
    [{ python: '3.11' }, 'pass'],
    [{ python: '3.13' }, 'fail'],
    [{ diffusers: '0.30' }, 'unknown'],
    [{ OpenVINO: '2026.2' }, 'pass'],
  ])('that wants at least %j: %s', (minimum, status) => {
    expect(judge({ minimum })).toEqual([`policy.minimum ${status}`]);
  });

  test.each([
    [1.5, 3, 'pass'],
    [3, 3, 'pass'],
    [3.1, 3, 'fail'],
    [1.5, null, 'unknown'],
  ] as const)('that wants %s times the CPU of a device with %s: %s', (timesCpu, measured, status) => {
    expect(judge({ timesCpu }, { proof: proofOf('proven', measured) })).toEqual([`policy.speed ${status}`]);
  });

  test('that wants a device faster than the CPU is not met by the CPU, which nothing is measured beside', () => {
    const proven = proofOf('proven', null);
    const proof: Proof = { ...proven, device: { ...proven.device, resolved: 'CPU' } };
    expect(judge({ timesCpu: 1.5 }, { proof })).toEqual(['policy.speed fail']);
    expect(judge({ timesCpu: 1 }, { proof })).toEqual(['policy.speed pass']);
  });

  test('allows the warnings that it names, and no other', () => {
    const warned = (id: string) => finding({ id, group: 'packages', status: 'warn', title: id });
    const findings = [
      warned('packages.source-down'),
      finding({ id: 'x', group: 'system', status: 'info', title: '' }),
    ];
    expect(judge({ allowWarnings: ['packages.source-down'] }, { findings })).toEqual([
      'policy.warnings pass',
    ]);
    expect(judge({ allowWarnings: [] }, { findings })).toEqual(['policy.warnings fail']);
    expect(judge({}, { findings })).toEqual([]);
  });

  test('of an environment that nobody described leaves it unknown, never met', () => {
    const policy = { variant: 'openvino', minimum: { openvino: '2026.2' } } as const;
    expect(judge(policy, { environment: null })).toEqual([
      'policy.variant unknown',
      'policy.minimum unknown',
    ]);
  });
});
