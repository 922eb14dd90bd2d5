import { backendsOf, buildOf, type Clues } from './clues.ts';
import type { Backend } from './reading.ts';

const OPENVINO_IS_A_BACKEND_SINCE = '2023-09-28';

/** The backend that computed, by the strongest statement in the log; `unknown` where the log stops before it. */
export function whichBackend(clues: Clues): Backend | 'unknown' {
  const stated = statedBackend(clues);
  if (stated === 'cuda' && isZluda(clues)) return 'zluda';
  return stated ?? installedBackend(clues) ?? 'unknown';
}

/** From SD.Next's own Engine, parameters and Device lines, or from what the OpenVINO step says. */
function statedBackend(clues: Clues): Backend | null {
  if (clues.has('compiled') || clues.all('compileStep').some(({ openvino }) => openvino)) return 'openvino';
  if (clues.has('deviceList')) return 'openvino';
  const named = (is: 'engine' | 'deviceName' | 'tensors') =>
    clues.all(is).findLast(({ backend }) => backend !== null)?.backend ?? null;
  const engine = named('engine') ?? named('tensors');
  const device = named('deviceName');
  // torch's tensors on "cpu" are no statement against a backend that keeps them there.
  if (engine === 'cpu' && device !== null) return device;
  if (engine === 'cpu' && keepsTensorsOnCpu(clues)) return null;
  return engine ?? device;
}

/** Until 2023-09-28 OpenVINO was no backend of its own: the Engine line said compute=cpu all the same. */
function keepsTensorsOnCpu(clues: Clues): boolean {
  const date = clues.last('sdnext')?.date ?? null;
  const wants = [...backendsOf(clues, 'requested'), ...backendsOf(clues, 'selected')].includes('openvino');
  const isOld = date !== null && date < OPENVINO_IS_A_BACKEND_SINCE;
  return wants && (isOld || !clues.has('engine'));
}

function isZluda(clues: Clues): boolean {
  const names = [...clues.all('gpu'), ...clues.all('deviceName')].map(({ name }) => name);
  return names.some((name) => name.includes('[ZLUDA]')) || backendsOf(clues, 'loaded').includes('zluda');
}

/** From what the installer and torch say while they start. */
function installedBackend(clues: Clues): Backend | null {
  const build = buildOf(clues.last('torch')?.version);
  const [torchBackend] = backendsOf(clues, 'torchBackend').slice(-1);
  if (torchBackend !== undefined) return torchBackend === 'cuda' && isZluda(clues) ? 'zluda' : torchBackend;
  const [selected] = backendsOf(clues, 'selected').slice(-1);
  if (selected !== undefined && selected !== 'cpu')
    return clues.has('torch') || saysWhere(clues) ? selected : null;
  if (build === 'cpu' && asksForCpuTensors(clues)) return saysWhere(clues) ? 'openvino' : null;
  if (build === 'cpu') return 'cpu';
  if (selected === 'cpu' && build === null) return 'cpu';
  return corroborated(build, clues);
}

function saysWhere(clues: Clues): boolean {
  return clues.has('engine') || clues.has('tensors');
}

/** OpenVINO and DirectML work on a `+cpu` torch: there, the build says nothing. */
function asksForCpuTensors(clues: Clues): boolean {
  return backendsOf(clues, 'requested').some((backend) => backend === 'openvino' || backend === 'directml');
}

/** A build alone is not a run: something else has to name the same backend. */
function corroborated(build: Backend | null, clues: Clues): Backend | null {
  const computed = backendsOf(clues, 'computed').at(-1) ?? null;
  if (build === null) return computed === 'cuda' && isZluda(clues) ? 'zluda' : computed;
  const others = (['requested', 'toolkit', 'loaded', 'computed'] as const).flatMap((is) =>
    backendsOf(clues, is),
  );
  if (build === 'cuda' && backendsOf(clues, 'loaded').includes('zluda')) return 'zluda';
  return others.includes(build) ? build : null;
}
