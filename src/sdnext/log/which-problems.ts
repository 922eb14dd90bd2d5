import { backendsOf, buildOf, type Clues } from './clues.ts';
import type { Backend, LogReading } from './reading.ts';
import type { Sighting } from './rule.ts';

type BackendName = LogReading['backend'];
const COMPILE_CODES = ['compile-failed', 'compile-not-enabled'];

/** The faults of a start: those its lines name, and those that follow from lines taken together. */
export function whichProblems(
  backend: BackendName,
  clues: Clues,
  seen: readonly Sighting[],
): readonly string[] {
  const named = [...clues.faults].filter((code) => code !== 'dynamo-failed');
  const inferred = [
    ...gitTimeouts(seen),
    ...staleDevice(clues),
    ...compileStep(backend, clues),
    ...otherBackend(backend, clues),
  ];
  const codes = [...new Set([...named, ...inferred])].filter((code) => isPlausible(code, backend));
  return [...codes, ...cpuRun(backend, clues, codes)];
}

/** OpenVINO's codes make no sense where another backend computed, nor a CPU build's where that is the right one. */
function isPlausible(code: string, backend: BackendName): boolean {
  if (code === 'torch-cpu-build') return !['openvino', 'directml', 'mps'].includes(backend);
  return !COMPILE_CODES.includes(code) || backend === 'openvino' || backend === 'unknown';
}

const TIMEOUT_SECONDS = 10;

/** Git failures that each took as long as a time-out are the network's; quick ones have other reasons. */
function gitTimeouts(seen: readonly Sighting[]): readonly string[] {
  const failures = seen.filter(({ clues }) => clues.some(({ is }) => is === 'gitFailed'));
  const gaps = failures.slice(1).map((each, index) => secondsBetween(failures[index], each));
  return gaps.some((gap) => gap !== null && gap >= TIMEOUT_SECONDS) ? ['network-unreachable'] : [];
}

function secondsBetween(before: Sighting | undefined, after: Sighting): number | null {
  if (before === undefined || before.second === null || after.second === null) return null;
  return after.second - before.second;
}

function staleDevice(clues: Clues): readonly string[] {
  const listed = clues.last('deviceList');
  if (listed === null || listed.names.length === 0 || /^(?:AUTO|HETERO|MULTI)/.test(listed.active)) return [];
  const known = listed.names.includes(listed.active) || listed.names.includes(`${listed.active}.0`);
  return known ? [] : ['stale-device-name'];
}

/** A model that made images without a word of compiling was not compiled. */
function compileStep(backend: BackendName, clues: Clues): readonly string[] {
  if (clues.faults.has('dynamo-failed') && backend === 'openvino') return ['compile-failed'];
  const compiled = clues.has('compileStep') || clues.has('compiled') || clues.faults.has('compile-failed');
  const ran = clues.has('modelLoaded') && clues.has('imageMade');
  return backend === 'openvino' && ran && !compiled ? ['compile-not-enabled'] : [];
}

function otherBackend(backend: BackendName, clues: Clues): readonly string[] {
  const requested = backendsOf(clues, 'requested');
  if (backend === 'unknown') return [];
  if (backend === 'openvino' && leaksToCuda(clues)) return ['unexpected-backend'];
  if (requested.length === 0) return ['openvino', 'cpu'].includes(backend) ? unasked(clues) : [];
  if (requested.includes(backend)) return [];
  return isCpuOfMissingBuild(backend, clues) ? [] : ['unexpected-backend'];
}

/** Until 2025-05-16, torch took a CUDA device where it saw one, even under OpenVINO. */
function leaksToCuda(clues: Clues): boolean {
  return clues
    .all('engine')
    .some(({ backend, device }) => backend === 'openvino' && device?.startsWith('cuda') === true);
}

/** Until the end of 2024, SD.Next took OpenVINO on any machine without another accelerator. */
function unasked(clues: Clues): readonly string[] {
  const seenArguments = clues.all('arguments').some(({ text }) => !text.includes('openvino'));
  return seenArguments && clues.has('torch') && backendsOf(clues, 'selected').includes('openvino')
    ? ['unexpected-backend']
    : [];
}

/** The CPU ran because torch has nothing else: that is its own code. */
function isCpuOfMissingBuild(backend: BackendName, clues: Clues): boolean {
  const wantsOwnBuild = !backendsOf(clues, 'requested').some(
    (each) => each === 'openvino' || each === 'directml',
  );
  return backend === 'cpu' && (wantsOwnBuild || clues.faults.has('no-device'));
}

const CAUSES = ['backend-not-selected', 'torch-cpu-build', 'no-device', 'unexpected-backend'];

/** Why the CPU computed, where no line names the cause. */
function cpuRun(backend: BackendName, clues: Clues, codes: readonly string[]): readonly string[] {
  if (backend !== 'cpu' || asksForCpu(clues)) return [];
  if (codes.some((code) => CAUSES.includes(code))) return [];
  const cpuBuild = buildOf(clues.last('torch')?.version) === 'cpu';
  const accelerator = [...backendsOf(clues, 'requested'), ...backendsOf(clues, 'toolkit')].some(
    isAccelerator,
  );
  if (cpuBuild && accelerator) return ['torch-cpu-build'];
  return cpuBuild && clues.has('expectsGpu') ? ['torch-cpu-build', 'cpu-only-run'] : ['cpu-only-run'];
}

function isAccelerator(backend: Backend): boolean {
  return backend !== 'cpu';
}

function asksForCpu(clues: Clues): boolean {
  return clues.all('arguments').some(({ text }) => /--use-cpu\b/.test(text));
}
