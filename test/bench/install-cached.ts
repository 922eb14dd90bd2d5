import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pipConfiguration } from '../../src/packages/pip/pip-configuration.ts';
import { sourcesOf } from '../../src/packages/sources/sources.ts';
import { bringUv } from '../../src/packages/uv/bring-uv.ts';
import { parseSdnLock } from '../../src/packages/uv/sdn-lock.ts';
import { uvEnvironment } from '../../src/packages/uv/uv-environment.ts';
import { thisMachine } from '../../src/system/this-machine.ts';

// `sdn install --use-openvino` with everything cached against what a careful user would type: uv venv, uv pip install
// of the same set, and a Python that imports every part and runs one small inference. Alternating, in one run.
// Prints each pair, the ratio of the medians, and asserts nothing.

const ROUNDS = Number(process.argv[2] ?? 5);
const RUN_JS = fileURLToPath(new URL('../../bin/run.js', import.meta.url));
const system = thisMachine(new AbortController().signal);
const folder = mkdtempSync(join(tmpdir(), 'sdn-bench-'));

const PROOF = `
import importlib, sys
import numpy as np, openvino as ov
for name in sys.argv[1:]: importlib.import_module(name)
p = ov.opset13.parameter([1, 3, 64, 64], np.float32)
w = ov.opset13.constant(np.ones((8, 3, 3, 3), np.float32))
c = ov.opset13.convolution(p, w, [1, 1], [1, 1], [1, 1], [1, 1])
ov.Core().compile_model(ov.Model([c], [p]), "CPU")([np.ones((1, 3, 64, 64), np.float32)])
`;

function seconds(work: () => void): number {
  const started = performance.now();
  work();
  return (performance.now() - started) / 1000;
}

function quietly(file: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): void {
  execFileSync(file, args, { stdio: ['ignore', 'ignore', 'pipe'], env });
}

function sdn(at: string): void {
  quietly(process.execPath, [RUN_JS, 'install', '--use-openvino', '--dir', at, '--quiet']);
}

sdn(join(folder, 'warm'));
const { wheels } = parseSdnLock(readFileSync(join(folder, 'warm', 'sdn.lock'), 'utf8'));
const manifest = JSON.parse(readFileSync(join(folder, 'warm', 'venv', 'sdn-environment.json'), 'utf8'));
const python: string = manifest.interpreter.path;
const uv = (await bringUv(python, system)).path;
const wishes = { torchIndexUrl: null, indexUrl: null, extraIndexUrls: [], findLinks: [] };
const env = uvEnvironment(sourcesOf(wishes, await pipConfiguration(python, system)), system);
const set = wheels.map(({ name, version }) => `${name}==${version}`);
// torch asks for a newer setuptools than the one that SD.Next accepts.
const override = join(folder, 'override.txt');
writeFileSync(override, set.filter((each) => each.startsWith('setuptools')).join('\n'));
const parts = ['openvino', 'numpy', 'torch', 'torchvision'].filter((name) =>
  wheels.some((each) => each.name === name),
);

function plain(at: string): void {
  quietly(uv, ['venv', '--no-project', '--python', python, at], env);
  quietly(uv, ['pip', 'install', '--python', at, '--override', override, ...set], env);
  quietly(join(at, 'bin', 'python'), ['-I', '-c', PROOF, ...parts]);
}

const median = (values: readonly number[]) =>
  values.toSorted((one, other) => one - other)[values.length >> 1] ?? 0;
const ours: number[] = [];
const theirs: number[] = [];
for (let round = 0; round < ROUNDS; round += 1) {
  theirs.push(seconds(() => plain(join(folder, `plain-${round}`))));
  ours.push(seconds(() => sdn(join(folder, `sdn-${round}`))));
  console.log(`plain ${theirs.at(-1)?.toFixed(1)} s, sdn ${ours.at(-1)?.toFixed(1)} s`);
}
console.log(`${wheels.length} wheels; sdn takes ${(median(ours) / median(theirs)).toFixed(2)} times as long`);
rmSync(folder, { recursive: true, force: true });
