import type { Backend } from '../reading.ts';
import { type Clue, type Rule, rule } from '../rule.ts';

/** Which device the log names. */
export const deviceRules: readonly Rule[] = [
  {
    pattern: /\bTorch detected GPU: (.+?)(?: VRAM \d+| Compute Units|$)/,
    means: ([, name]) => `torch sees the GPU "${name}".`,
    clues: ([, name = '']) => [{ is: 'gpu', name }],
  },
  {
    pattern: /\bTorch detected: (?:\{'gpu': ['"](.+?)['"]|gpu="([^"]+)")/,
    means: ([, quoted, plain]) => `torch sees the GPU "${quoted ?? plain}".`,
    clues: ([, quoted, plain]) => [{ is: 'gpu', name: quoted ?? plain ?? '' }],
  },
  {
    pattern: /\bDevice: device=(.+?)(?= n=\d|(?: (?:openvino|directml|ipex|hip|cuda|arch)=)|$)(.*)/,
    means: ([, name, rest]) => deviceMeans(name ?? '', rest ?? ''),
    clues: ([, name = '', rest = '']) => [{ is: 'deviceName', name, backend: backendOf(rest) }],
  },
  {
    // 2026: `Device: active="GPU" capabilities=[…] devices=[{'CPU': '…'}, {'GPU': '…'}] openvino=2026.2.1`
    pattern: /\bDevice: active="([^"]+)"(.*)/,
    means: ([, active, rest]) => activeMeans(active ?? '', namesIn(rest ?? '')),
    clues: ([, active = '', rest = '']) => activeClues(active, rest),
  },
  rule(/\b(?:GPU stats: |'error': ')Torch not compiled with CUDA enabled/, null, { is: 'cpuLine' }),
];

function backendOf(rest: string): Backend | null {
  if (/\bopenvino=/.test(rest)) return 'openvino';
  if (/\bdirectml=/.test(rest)) return 'directml';
  if (/\bipex=/.test(rest)) return 'ipex';
  if (/\bhip=/.test(rest)) return 'rocm';
  return /\bcuda=/.test(rest) ? 'cuda' : null;
}

function deviceMeans(name: string, rest: string): string {
  const backend = backendOf(rest);
  return backend === null
    ? `The compute device is "${name}".`
    : `The compute device is "${name}", driven by ${backend}.`;
}

const LISTED = /\{?'((?:CPU|GPU|NPU)(?:\.\d+)?)'(?:: '([^']*)')?/g;

function namesIn(rest: string): readonly string[] {
  const list = /devices=\[(.*?)\](?: |$)/.exec(rest)?.[1] ?? '';
  return [...list.matchAll(LISTED)].map(([, name = '']) => name);
}

function activeClues(active: string, rest: string): readonly Clue[] {
  const names = namesIn(rest);
  const name = [...rest.matchAll(LISTED)].find(([, each]) => each === active)?.[2];
  return [
    { is: 'deviceList', active, names },
    ...(name ? ([{ is: 'deviceName', name, backend: 'openvino' }] as const) : []),
  ];
}

function activeMeans(active: string, names: readonly string[]): string {
  const list = names.length === 0 ? '' : ` OpenVINO lists ${names.join(', ')} here.`;
  if (active === 'AUTO' && list.endsWith(' lists CPU here.'))
    return 'OpenVINO chooses the device itself (AUTO), and lists the CPU only: the CPU it is.';
  if (active === 'AUTO') return `OpenVINO chooses the device itself (AUTO).${list}`;
  return `OpenVINO is set to the device ${active}.${list}`;
}
