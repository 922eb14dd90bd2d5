import type { EnvironmentView } from '../environment/environment-view.ts';

/** The packages whose exchange changes the backend. */
const KEPT = [
  'torch',
  'torchvision',
  'torchaudio',
  'openvino',
  'torch-directml',
  'triton',
  'pytorch-triton-rocm',
  'pytorch-triton-xpu',
];

/**
 * A constraints file: the installed releases of what makes the backend, then SD.Next's own lines.
 * With it, no later requirement can replace torch; without it, a CPU build has been replaced by 3.6 GB of CUDA.
 */
export function constraintsText(environment: EnvironmentView, ofCheckout: readonly string[]): string {
  const { packages } = environment;
  const pinned = KEPT.filter((name) => packages[name] !== undefined).map(
    (name) => `${name}==${packages[name]}`,
  );
  const others = ofCheckout.filter((line) => !KEPT.includes((line.split('==')[0] ?? '').toLowerCase()));
  return `${['# Written by sdn launch: keeps the backend of this environment.', ...pinned, ...others].join('\n')}\n`;
}
