import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { judgeSession, sessionOf } from '../../../src/proof/server/judge-session.ts';
import { witnessEnv } from '../../../src/proof/server/witness-env.ts';
import { lastSession, parseRecording } from '../../../src/proof/server/witness-events.ts';
import { thisMachine } from '../../../src/system/this-machine.ts';

const line = (event: string, rest: object) =>
  JSON.stringify({ schema: 'sdn.witness/1', event, at: 1, pid: 7, ...rest });
const READY = line('ready', { openvino: '2026.2.1' });
const COMPILE = line('compile', { device: 'AUTO', executionDevices: ['CPU'], error: null, ms: 90 });
const FAILED = line('compile', { device: 'GPU', error: 'libOpenCL.so.1: cannot open shared object file' });
const INFER = line('infer', { executionDevices: ['CPU'], ms: 40 });
const IMAGE = line('image', { count: 2, device: 'cpu', ms: 300 });

const judged = (lines: readonly string[], wanted: string | null = null) =>
  judgeSession(parseRecording(lines.join('\n')), wanted).verdict;

describe('a recorded session (bridge.md 1.5)', () => {
  test.each([
    ['eight inferences on the CPU', [READY, COMPILE, ...Array(8).fill(INFER), IMAGE], null, 'reported'],
    ['the same, where a GPU was wanted', [READY, COMPILE, INFER, IMAGE], 'GPU.0', 'contradicted'],
    ['images without one inference', [READY, IMAGE], null, 'contradicted'],
    ['only failed compilations', [READY, FAILED, FAILED], null, 'failed'],
    ['a failed compilation among inferences', [READY, COMPILE, FAILED, INFER, IMAGE], null, 'contradicted'],
    ['no image at all', [READY], null, 'unknown'],
  ])('%s', (_name, lines, wanted, verdict) => {
    expect(judged(lines, wanted)).toBe(verdict);
  });
  const at = (text: string, changes: object) => JSON.stringify({ ...JSON.parse(text), ...changes });
  const ON_CARD = { executionDevices: ['GPU.0'] };
  test.each([
    ['written by hand, without a beginning', [COMPILE, INFER, IMAGE]],
    ['inferences before anything was compiled', [READY, INFER, COMPILE, IMAGE]],
    ['inferences without any compilation', [READY, INFER, INFER, IMAGE]],
    [
      'compiled for the CPU, inferences that name a card',
      [READY, at(COMPILE, { device: 'CPU' }), at(INFER, ON_CARD), IMAGE],
    ],
    ['inferences of another process mixed in', [READY, COMPILE, INFER, at(INFER, { pid: 8 }), IMAGE]],
    ['times that run backwards', [at(READY, { at: 9_000 }), COMPILE, INFER, IMAGE]],
    ['an inference that took less than no time', [READY, COMPILE, at(INFER, { ms: -4 }), IMAGE]],
  ])('%s is contradicted', (_name, lines) => {
    expect(judged(lines)).toBe('contradicted');
  });
  test('two starts of a server are one recording; AUTO may begin on its helper', () => {
    const again = [READY, COMPILE, INFER, IMAGE].map((each) => at(each, { at: 500, pid: 9 }));
    const helper = at(COMPILE, { executionDevices: ['(CPU)'] });
    expect(judged([READY, COMPILE, INFER, IMAGE, ...again])).toBe('reported');
    expect(judged([READY, helper, INFER, at(INFER, ON_CARD), IMAGE])).toBe('reported');
  });
  test('is counted: images, inferences on each device, where images were decoded', () => {
    expect(sessionOf(parseRecording([READY, COMPILE, INFER, INFER, IMAGE].join('\n')))).toMatchObject({
      images: 2,
      inferences: 2,
      byDevice: { CPU: 2 },
      decodedOn: ['cpu'],
    });
  });
  test('of a file that several starts wrote to, the last start counts', () => {
    const earlier = [READY, COMPILE, INFER].map((each) => each.replace('"pid":7', '"pid":6'));
    const last = lastSession(parseRecording([...earlier, READY, IMAGE].join('\n')));
    expect([last.earlier, judgeSession(last, null).verdict]).toEqual([1, 'contradicted']);
  });
  test('a line cut short by a kill, and foreign lines, are counted and passed over', () => {
    const { events, foreign } = parseRecording(`${READY}\nhello\n{"event":"infer"}\n${INFER.slice(0, 20)}`);
    expect([events.length, foreign]).toEqual([1, 3]);
  });
});

const OPENVINO = `
__version__ = '2026.2.1'
class Compiled:
    def get_property(self, name): return ['GPU.0']
class Core:
    def compile_model(self, model, device_name=None, config=None):
        if device_name == 'NPU': raise RuntimeError('No available backend')
        return Compiled()
class InferRequest:
    latency = 4.5
    def infer(self, inputs=None): return inputs
    def get_compiled_model(self): return Compiled()
`;
const SERVER = `
import openvino as ov
core = ov.Core()
core.compile_model('unet', 'GPU')
try: core.compile_model('unet', 'NPU')
except RuntimeError as error: assert 'backend' in str(error)
assert ov.InferRequest().infer([1]) == [1]
import marker
`;

test('the witness in a server writes what reaches OpenVINO, and leaves a sitecustomize its turn', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sdn-witness-'));
  const own = join(folder, 'own');
  await mkdir(own);
  await writeFile(join(own, 'openvino.py'), OPENVINO);
  await writeFile(
    join(own, 'sitecustomize.py'),
    'import sys, types\nsys.modules["marker"] = types.ModuleType("marker")\n',
  );
  const file = join(folder, 'session.jsonl');
  const system = thisMachine(new AbortController().signal);
  const env = witnessEnv(system, file, {
    PATH: process.env.PATH ?? '',
    PYTHONPATH: own,
    PYTHONDONTWRITEBYTECODE: '1',
  });
  expect(env.PYTHONPATH?.split(delimiter).at(-1)).toBe(own);
  await promisify(execFile)('python3', ['-c', SERVER], { env });
  const { events } = parseRecording(await readFile(file, 'utf8'));
  await rm(folder, { recursive: true });
  expect(events.map(({ event }) => event)).toEqual(['ready', 'compile', 'compile', 'infer']);
  expect(sessionOf({ events, foreign: 0 })).toMatchObject({
    byDevice: { 'GPU.0': 1 },
    failedCompiles: ['No available backend'],
    inferMs: 4.5,
  });
});
