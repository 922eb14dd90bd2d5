import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cEngine } from '../../../src/proof/child/engine.ts';
import type { ProofVerdict, RungResult } from '../../../src/proof/proof.ts';
import { proveRuntime } from '../../../src/proof/runtime/prove-runtime.ts';
import { comparison } from '../../../src/proof/runtime/second-engine.ts';
import { thisMachine } from '../../../src/system/this-machine.ts';

const rung = (openvino: string, says: string | null, verdict: ProofVerdict = 'proven'): RungResult => ({
  rung: 'runtime',
  engine: 'c',
  verdict,
  device: says,
  channels: [
    { channel: 'execution-devices', says, verdict: says === null ? 'absent' : 'agrees', detail: {} },
  ],
  reasons: [],
  timings: null,
  versions: { openvino },
});

test('two engines that saw the same agree', () => {
  expect(comparison(rung('2026.2.1', 'CPU'), rung('2026.2.1', 'CPU')).verdict).toBe('agrees');
});

test.each([
  ['another version', rung('2026.4.1', 'CPU')],
  ['another device', rung('2026.2.1', 'GPU.0')],
  ['no word about the device', rung('2026.2.1', null)],
  ['a failure', rung('2026.2.1', 'CPU', 'failed')],
])('%s through the second engine disagrees', (_name, second) => {
  expect(comparison(rung('2026.2.1', 'CPU'), second).verdict).toBe('disagrees');
});

const system = thisMachine(new AbortController().signal);

test('an environment without the C library has no second engine', async () => {
  expect(await cEngine(system, join(tmpdir(), 'no-such-environment'))).toBeNull();
});

test.runIf(process.platform === 'linux')(
  'a broken C library is a failed run, not a crash of sdn',
  async () => {
    const venv = await mkdtemp(join(tmpdir(), 'sdn-engine-'));
    const libs = join(venv, 'lib', 'python3.11', 'site-packages', 'openvino', 'libs');
    await mkdir(libs, { recursive: true });
    await writeFile(join(libs, 'libopenvino_c.so.2621'), 'not a library');
    const engine = await cEngine(system, venv);
    if (engine === null) throw new Error('the library was not found');
    const target = { expected: ['CPU'], preferred: [], cards: {}, luids: {}, caps: [] };
    const result = await proveRuntime(system, {
      engine,
      device: 'CPU',
      target,
      size: 'small',
      loopSeconds: 0.1,
    });
    await rm(venv, { recursive: true });
    expect(['failed', 'unknown']).toContain(result.verdict);
    expect(result.reasons.join(' ')).toMatch(/too short|invalid ELF|koffi/i);
  },
);
