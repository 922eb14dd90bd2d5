import { describe, expect, test } from 'vitest';
import { proveBridge } from '../../../src/proof/bridge/prove-bridge.ts';
import { machineWhoseChildSays } from './scripted-child.ts';

const ROWS = [
  {
    status: 'EXECUTED',
    type: 'Convolution',
    exec: 'brgconv_avx512_bf16',
    count: 21,
    realUs: 30000,
    cpuUs: 30000,
  },
  {
    status: 'EXECUTED',
    type: 'FullyConnected',
    exec: 'brgemm_avx512_bf16',
    count: 4,
    realUs: 800,
    cpuUs: 800,
  },
];
const COMPILE = { device: 'CPU', inputs: 1, error: null, executionDevices: ['CPU'], rows: ROWS };
const LOOP = { latenciesMs: [40, 41, 42], sums: [1, 2, 3], wallMs: 123 };
const BRIDGE = { compiles: [COMPILE], calls: 10, perCall: [1, 1, 1], insideMs: 105 };
/** Sound but for its outputs, which no recording can have: the seal of every run is another. */
const REPLY = {
  error: null,
  importMs: 1600,
  versions: { python: '3.11.7', openvino: '2026.2.1', torch: '2.11.0' },
  firstCallMs: 950,
  outputs: [],
  repeat: null,
  loop: LOOP,
  bridge: BRIDGE,
  swallowed: [],
};

const CPU = { expected: ['CPU'], preferred: [], cards: {}, luids: {}, caps: [] };

async function judged(reply: unknown, device = 'CPU', bridge: 'torch' | 'sdnext' = 'torch') {
  const rung = await proveBridge(machineWhoseChildSays(reply), {
    python: '/bin/true',
    bridge,
    device,
    target: CPU,
  });
  const calls = rung.channels.find(({ channel }) => channel === 'bridge-calls');
  return { verdict: rung.verdict, calls: calls?.verdict ?? null, why: rung.reasons.join(' '), rung };
}

const through = (change: Partial<typeof BRIDGE>) => ({ ...REPLY, bridge: { ...BRIDGE, ...change } });

describe('what reaches OpenVINO through a bridge', () => {
  test('sound counts agree, and alone they are not a proof', async () => {
    expect(await judged(REPLY)).toMatchObject({ calls: 'agrees', verdict: 'reported' });
    const { channels } = (await judged(REPLY)).rung;
    expect(channels.map(({ channel, verdict }) => [channel, verdict])).toContainEqual(['profile', 'agrees']);
  });
  const swallowed = ['OpenVINO execution failed with Specified device GPU is not in the list.'];
  test.each([
    ['no compilation', { ...through({ compiles: [], perCall: [0, 0, 0], insideMs: 0 }), swallowed }],
    ['no call after the compilation', through({ perCall: [0, 0, 0], insideMs: 0 })],
    ['a failed compilation', through({ compiles: [{ ...COMPILE, error: 'Cannot load library' }] as never })],
    ['another device than asked', through({ compiles: [{ ...COMPILE, device: 'HETERO:CPU' }] })],
    ['calls that reach it now and then', through({ perCall: [1, 0, 1] })],
    ['a crumb of the network: one call each, two per cent of the time', through({ insideMs: 2.4 })],
    [
      'a crumb of the network: no convolution in the run graph',
      through({ compiles: [{ ...COMPILE, rows: [{ ...ROWS[1], count: 1 } as never] }] }),
    ],
  ])('%s is contradicted', async (_name, reply) => {
    expect((await judged(reply)).verdict).toBe('contradicted');
  });
  test('what the bridge swallowed is shown', async () => {
    const reply = { ...through({ compiles: [], perCall: [0, 0, 0] }), swallowed };
    expect((await judged(reply)).why).toContain('Specified device GPU is not in the list');
  });
  test('an error is a failure, not a fall-back', async () => {
    const error = { type: 'RuntimeError', text: 'libOpenCL.so.1: cannot open shared object file' };
    expect((await judged({ ...REPLY, error })).verdict).toBe('failed');
  });
});

const SDNEXT = { sha256: 'ab', device: 'CPU', missing: [], stubs: [] };
const backend = (change: Partial<Record<keyof typeof SDNEXT, unknown>>) => ({
  ...REPLY,
  sdnext: { ...SDNEXT, ...change },
});

describe('a changed backend of SD.Next is unknown, and what changed is named', () => {
  test.each([
    [
      'a setting it never asked for',
      backend({ missing: ['opts.openvino_device_list'] }),
      'openvino_device_list',
    ],
    ['another choice of device than foreseen', backend({ device: 'AUTO' }), 'SD.Next chose AUTO'],
    [
      'an import that cannot be had',
      { ...backend({}), error: { type: 'ImportError', text: 'cannot import name X' } },
      'cannot import name X',
    ],
    [
      'an error behind stubs',
      { ...backend({ stubs: ['modules.memstats'] }), error: { type: 'TypeError', text: 'no' } },
      'modules.memstats',
    ],
  ])('%s', async (_name, reply, named) => {
    const { verdict, why } = await judged(reply, 'CPU', 'sdnext');
    expect([verdict, why]).toEqual(['unknown', expect.stringContaining(named)]);
  });
});
