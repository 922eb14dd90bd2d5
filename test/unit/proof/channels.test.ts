import { describe, expect, test } from 'vitest';
import { cpuTimeOfAccelerator, cpuTimeOfCpu, type LoopSeen } from '../../../src/proof/channels/cpu-time.ts';
import { drmFdinfoChannel } from '../../../src/proof/channels/drm-fdinfo.ts';
import { executionDevices, executionDevicesChannel } from '../../../src/proof/channels/execution-devices.ts';
import { gpuEngineChannel } from '../../../src/proof/channels/gpu-engine.ts';
import { npuBusyChannel } from '../../../src/proof/channels/npu-busy.ts';
import { familyOf, precisionOf } from '../../../src/proof/runtime/families.ts';
import { parseCim, parsePsLine } from '../../../src/proof/sampling/cpu-seconds.ts';
import { parseFdinfo } from '../../../src/proof/sampling/drm-clients.ts';
import { luidOf, parseGpuEngines } from '../../../src/proof/sampling/gpu-engines.ts';
import { parseStat } from '../../../src/proof/sampling/process-tree.ts';
import type { Glance } from '../../../src/proof/sampling/watch.ts';

describe('EXECUTION_DEVICES in every shape', () => {
  test.each([
    [['CPU'], ['CPU']],
    [['GPU.0'], ['GPU.0']],
    ['NPU', ['NPU']],
    ['CPU GPU', ['CPU', 'GPU']],
    ["['GPU.1', 'CPU']", ['GPU.1', 'CPU']],
    ['(CPU)', ['(CPU)']],
    [null, []],
    [[], []],
    ['', []],
  ])('%j', (said, expected) => {
    expect(executionDevices(said)).toEqual(expected);
  });
  test('GPU is GPU.0, and NPU is NPU.3720, but GPU.1 is neither', () => {
    expect(executionDevicesChannel(['GPU.0'], ['GPU'], []).verdict).toBe('agrees');
    expect(executionDevicesChannel('NPU.3720', ['NPU'], []).verdict).toBe('agrees');
    expect(executionDevicesChannel(['GPU.1'], ['GPU'], []).verdict).toBe('disagrees');
    expect(executionDevicesChannel(['GPU.0', 'CPU'], ['GPU'], []).verdict).toBe('disagrees');
  });
});

describe('the family of an implementation', () => {
  test.each([
    ['brgconv_avx512_bf16', 'cpu', 'bf16'],
    ['jit_avx2_FP32', 'cpu', 'f32'],
    ['ref_any_f32', 'cpu', 'f32'],
    ['gemm_mlas_f32', 'cpu', 'f32'],
    ['unknown_bf16', 'cpu', 'bf16'],
    ['gemm_acl_f16', 'cpu', 'f16'],
    ['convolution_gpu_bfyx_os_iyx_osv16__f16', 'gpu', 'f16'],
    ['jit:ir__f16', 'gpu', 'f16'],
    ['jit:gemm:any__f16', 'gpu', 'f16'],
    ['ocl', 'gpu', null],
    ['DPU', 'npu', null],
    ['Shave', 'npu', null],
    ['undef', 'unknown', null],
  ])('%s', (name, family, precision) => {
    expect([familyOf(name), precisionOf(name)]).toEqual([family, precision]);
  });
});

const loop = (seen: Partial<LoopSeen>): LoopSeen => ({
  wallSeconds: 2,
  cpuSeconds: 3.6,
  waitingSeconds: 0.1,
  inferences: 40,
  ...seen,
});
const FLOPS = 19.2e9;

describe('CPU time of a run on the CPU', () => {
  test.each([
    ['busy cores', loop({}), 'agrees'],
    [
      'a machine that gives it a sixth of a core, queued for the rest',
      loop({ cpuSeconds: 0.33, waitingSeconds: 2.4, inferences: 3 }),
      'agrees',
    ],
    ['a process that slept', loop({ cpuSeconds: 0.3, waitingSeconds: 0, inferences: 3 }), 'disagrees'],
    ['more work than any core can do', loop({ inferences: 4000 }), 'disagrees'],
    [
      'a little CPU time on a system that tells no queues',
      loop({ cpuSeconds: 0.3, waitingSeconds: null, inferences: 3 }),
      'absent',
    ],
    ['a system that tells nothing', loop({ cpuSeconds: null }), 'absent'],
    ['a loop too short', loop({ wallSeconds: 0.1, cpuSeconds: 0.1 }), 'absent'],
    ['a loop nobody saw', null, 'absent'],
  ])('%s', (_name, seen, verdict) => {
    expect(cpuTimeOfCpu(seen, FLOPS, 'f32').verdict).toBe(verdict);
  });
});

describe('CPU time of a run on an accelerator', () => {
  const RATE = 1e11;
  test.each([
    [
      'far more work than the CPU could do in that time',
      loop({ cpuSeconds: 0.3, inferences: 400 }),
      RATE,
      'agrees',
    ],
    ['all cores, at the rate of the CPU', loop({ cpuSeconds: 3.9, inferences: 20 }), RATE, 'disagrees'],
    ['one busy core, at the rate of the CPU', loop({ cpuSeconds: 2, inferences: 10 }), RATE, 'absent'],
    ['no run on the CPU to compare with', loop({ cpuSeconds: 0.3, inferences: 400 }), null, 'absent'],
  ])('%s', (_name, seen, rate, verdict) => {
    expect(cpuTimeOfAccelerator(seen, FLOPS, rate).verdict).toBe(verdict);
  });
});

const I915 = `pos:	0
flags:	02100002
drm-driver:	i915
drm-client-id:	49
drm-pdev:	0000:00:02.0
drm-total-system0:	16960 KiB
drm-engine-render:	2846311000 ns
drm-engine-copy:	0 ns
drm-engine-video:	0 ns
drm-engine-capacity-video:	2
`;
const XE = `drm-driver:	xe
drm-client-id:	7
drm-pdev:	0000:03:00.0
drm-cycles-ccs:	500
drm-total-cycles-ccs:	1000
drm-cycles-rcs:	1
drm-total-cycles-rcs:	1000
`;

describe('the kernel on DRM clients', () => {
  test('of i915: busy nanoseconds, without the capacity', () => {
    expect(parseFdinfo(I915)).toEqual([
      { driver: 'i915', pci: '0000:00:02.0', client: '49', busyNs: 2846311000, cycles: {} },
    ]);
  });
  test('of xe: cycles of each engine', () => {
    expect(parseFdinfo(XE)[0]?.cycles).toEqual({
      ccs: { used: 500, total: 1000 },
      rcs: { used: 1, total: 1000 },
    });
  });
  test('a descriptor that is no client, and text that is none', () => {
    expect([parseFdinfo('pos:\t0\nflags:\t02\n'), parseFdinfo('')]).toEqual([[], []]);
  });
});

const glance = (at: number, rest: Partial<Glance>): Glance => ({
  at,
  cpuSeconds: 1,
  waitingSeconds: 0,
  drm: null,
  npuBusyUs: null,
  pids: [4711],
  gpuEngines: null,
  ...rest,
});
const card = (busyNs: number | null, pci = '0000:03:00.0', client = '7') => ({
  driver: 'i915',
  pci,
  client,
  busyNs,
  cycles: {},
});
const watched = (before: ReturnType<typeof card>[], after: ReturnType<typeof card>[]) => ({
  before: glance(0, { drm: before }),
  after: glance(1000, { drm: after }),
});

describe('drm-fdinfo', () => {
  test.each([
    ['busy for 60 % of the loop', watched([card(0)], [card(6e8)]), 'agrees'],
    ['idle', watched([card(5e8)], [card(5e8)]), 'disagrees'],
    ['a step backwards', watched([card(9e8)], [card(1e8)]), 'disagrees'],
    ['work on another card', watched([card(0)], [card(0), card(9e8, '0000:00:02.0', '8')]), 'disagrees'],
    ['busy for a tenth', watched([card(0)], [card(1e8)]), 'absent'],
    ['no busy time kept', watched([card(null)], [card(null)]), 'absent'],
    ['no client', watched([], []), 'absent'],
  ])('%s', (_name, seen, verdict) => {
    expect(drmFdinfoChannel(seen, 'GPU.0', '0000:03:00.0').verdict).toBe(verdict);
  });
  test('says nothing of a card whose address nobody knows', () => {
    expect(drmFdinfoChannel(watched([card(0)], [card(9e8)]), 'GPU.0', null).verdict).toBe('absent');
  });
});

const ARC = '0000D1F2';
const engine = (running: number, clock: number, low = ARC, pid = 4711) =>
  `{"Name":"pid_${pid}_luid_0x00000000_0x${low}_phys_0_eng_3_engtype_Compute","UtilizationPercentage":"${running}","Timestamp_Sys100NS":${clock}}`;
const looks = (before: string, after: string) => ({
  before: glance(0, { gpuEngines: parseGpuEngines(`[${before}]`) }),
  after: glance(1000, { gpuEngines: parseGpuEngines(`[${after}]`) }),
});

describe('gpu-engine', () => {
  test.each([
    ['busy for 60 % of the time', looks(engine(0, 1e7), engine(6e6, 2e7)), 'agrees'],
    ['work on another adapter', looks(engine(0, 1e7), engine(6e6, 2e7, '0000AAAA')), 'disagrees'],
    ['work of another process', looks(engine(0, 1e7, ARC, 9), engine(6e6, 2e7, ARC, 9)), 'absent'],
    ['no work: instances come late, that is no objection', looks(engine(5, 1e7), engine(5, 2e7)), 'absent'],
    ['no first look', looks('', engine(6e6, 2e7)), 'absent'],
  ])('%s', (_name, seen, verdict) => {
    expect(gpuEngineChannel(seen, 'GPU.0', `00000000:${ARC.toLowerCase()}`).verdict).toBe(verdict);
  });
  test('the identity of an adapter is turned round from bytes', () => {
    expect(luidOf('f2d1000000000000')).toBe('00000000:0000d1f2');
    expect([luidOf(null), luidOf('12')]).toEqual([null, null]);
  });
  test('one row, no row, no JSON', () => {
    expect(parseGpuEngines(engine(1, 2))).toHaveLength(1);
    expect([parseGpuEngines('[]'), parseGpuEngines('Access denied')]).toEqual([[], null]);
  });
});

describe('npu-busy', () => {
  test.each([
    [900_000, 'agrees'],
    [0, 'disagrees'],
    [200_000, 'absent'],
    [5_000_000, 'absent'],
  ])('%d of 1000000 microseconds', (busy, verdict) => {
    const seen = { before: glance(0, { npuBusyUs: 7 }), after: glance(1000, { npuBusyUs: 7 + busy }) };
    expect(npuBusyChannel(seen, 'NPU').verdict).toBe(verdict);
  });
});

describe('CPU time by each system', () => {
  test('Linux: a name with blanks and brackets', () => {
    const fields = ['S', '41', ...Array(9).fill('0'), '150', '50', '0', '0', '20'];
    expect(parseStat(`42 (py (x) y) ${fields.join(' ')}`)).toEqual({ pid: 42, parent: 41, cpuSeconds: 2 });
    expect([parseStat(null), parseStat(''), parseStat('42 (x) S 1')]).toEqual([null, null, null]);
  });
  test('macOS: minutes, and hours', () => {
    expect(parsePsLine('  501   1 1:02.50')).toEqual([{ pid: 501, parent: 1, cpuSeconds: 62.5 }]);
    expect(parsePsLine('  501   1 1:00:00.00')[0]?.cpuSeconds).toBe(3600);
    expect(parsePsLine('PID PPID TIME')).toEqual([]);
  });
  test('Windows: times in units of 100 ns, numbers or words', () => {
    const text = '[{"ProcessId":7,"ParentProcessId":1,"KernelModeTime":"10000000","UserModeTime":5000000}]';
    expect(parseCim(text)).toEqual([{ pid: 7, parent: 1, cpuSeconds: 1.5 }]);
    expect(parseCim('')).toEqual([]);
  });
});
