import type { Variant } from './decision.ts';

/** What a set of packages (versions by normalised name) is for, by the build of torch and what stands beside it. */
export function variantOfPackages(packages: Readonly<Record<string, string>>): Variant | null {
  const { torch, openvino } = packages;
  if (packages['torch-directml'] !== undefined) return 'directml';
  if (torch === undefined) return openvino === undefined ? null : 'openvino';
  if (/\+cu\d/.test(torch)) return 'cuda';
  if (/rocm/.test(torch)) return 'rocm';
  if (/\+xpu/.test(torch)) return 'xpu';
  if (openvino !== undefined) return 'openvino';
  return /\+cpu/.test(torch) ? 'cpu' : null;
}
