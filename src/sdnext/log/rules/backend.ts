import type { Backend } from '../reading.ts';
import { backendNamed, type Rule, rule } from '../rule.ts';

const toolkit = (pattern: RegExp, backend: Backend, name: string) =>
  rule(pattern, `${name} was found on this machine.`, { is: 'toolkit', backend });
const selected = (pattern: RegExp, backend: Backend, name: string) =>
  rule(pattern, `The installer settled on ${name}.`, { is: 'selected', backend });
const torchBackend = (pattern: RegExp, backend: Backend, name: string) =>
  rule(pattern, `The imported torch works with ${name}.`, { is: 'torchBackend', backend });

/** Where SD.Next says it computes. */
export const backendRules: readonly Rule[] = [
  {
    pattern: /\bEngine: .*?\bcompute=(\w+)(?:.*?\bdevice=([\w:.]+))?/,
    means: ([, compute, device]) => engineMeans(compute ?? '', device ?? ''),
    clues: ([, compute, device]) => [
      { is: 'engine', backend: backendNamed(compute), device: device ?? null },
      ...(compute === 'openvino' && device === 'cpu' ? ([{ is: 'cpuLine' }] as const) : []),
    ],
  },
  {
    pattern: /\bTorch parameters: backend=(\w+) device=([\w:.,]+)/,
    means: ([, backend, device]) => parametersMean(backend ?? '', device ?? ''),
    clues: ([, backend, device]) => [
      { is: 'engine', backend: backendNamed(backend), device: device ?? null },
    ],
  },
  {
    pattern: /\b(?:Setting Torch parameters: device=|Torch default device: )([\w:.,]+)/,
    means: ([, device]) => `torch puts its tensors on ${device}.`,
    clues: ([, device = '']) => [{ is: 'tensors', backend: tensorBackend(device), device }],
  },
  rule(/\bLoad IPEX==/, 'The Intel extension (IPEX, XPU) was loaded.', { is: 'loaded', backend: 'ipex' }),
  rule(/\b(?:ZLUDA load: path=|Using ZLUDA in )/, 'The ZLUDA layer was loaded.', {
    is: 'loaded',
    backend: 'zluda',
  }),
  torchBackend(/\bTorch backend: (?:nVidia CUDA|.*type=cuda)\b/, 'cuda', 'CUDA'),
  torchBackend(/\bTorch backend: (?:AMD ROCm|.*type=rocm)\b/, 'rocm', 'ROCm'),
  torchBackend(/\bTorch backend: (?:Intel (?:IPEX|OneAPI)|type=IPEX|.*type=xpu)/, 'ipex', 'Intel XPU (IPEX)'),
  torchBackend(/\bTorch backend: DirectML\b/, 'directml', 'DirectML'),
  torchBackend(/\bTorch backend: .*type=zluda\b/, 'zluda', 'ZLUDA'),
  toolkit(/\bnVidia (?:CUDA )?toolkit detected\b/, 'cuda', 'The NVIDIA CUDA toolkit or driver'),
  toolkit(
    /\b(?:AMD ROCm toolkit detected|ROCm: AMD toolkit detected|ROCm: version=)/,
    'rocm',
    'The AMD ROCm or HIP toolkit',
  ),
  toolkit(/\bIntel OneAPI [Tt]oolkit detected\b/, 'ipex', 'The Intel oneAPI toolkit'),
  // DirectML has never been taken without its flag.
  rule(
    /\b(?:Using DirectML Backend|DirectML: selected)\b/,
    'The installer settled on DirectML, which it does only when asked.',
    { is: 'selected', backend: 'directml' },
    { is: 'requested', backend: 'directml' },
  ),
  selected(/\b(?:Using OpenVINO\b|OpenVINO: selected|Backend: OpenVINO)/, 'openvino', 'OpenVINO'),
  selected(
    /\b(?:Using CPU-only [Tt]orch|Torch: CPU-only version installed)\b/,
    'cpu',
    'a torch for the CPU only',
  ),
  rule(/\b(?:prompt_embeds': '|latents=[^ ]*:)cuda:0\b/, 'The model’s tensors are on the CUDA device.', {
    is: 'computed',
    backend: 'cuda',
  }),
];

function engineMeans(compute: string, device: string): string {
  if (compute === 'openvino')
    return `OpenVINO computes. ${device} is where torch keeps its tensors and is normal for OpenVINO; the line that counts is "Torch parameters: backend=openvino device=…".`;
  if (compute === 'cpu') return 'SD.Next itself reports the CPU as its compute device.';
  return `SD.Next computes with ${compute} on ${device || 'its default device'}.`;
}

function parametersMean(backend: string, device: string): string {
  if (backend !== 'openvino') return `SD.Next computes with ${backend} on ${device}.`;
  if (device === 'AUTO')
    return 'OpenVINO chooses the device itself (AUTO); this line does not say which one it took.';
  return `OpenVINO is set to the device ${device}.`;
}

/** `cuda` is said by CUDA, ROCm and ZLUDA alike, and `GPU` is a device of OpenVINO: neither decides. */
function tensorBackend(device: string): Backend | null {
  return /^(?:cpu|mps|xpu|privateuseone)\b/.test(device) ? backendNamed(device) : null;
}
