import type { Variant } from '../../variants/decision.ts';
import { variantOfPackages } from '../../variants/variant-of-packages.ts';
import type { EnvironmentView } from '../environment/environment-view.ts';

/** What an environment is for: as sdn wrote down, else as its packages tell. PyPI's plain torch is taken for CUDA. */
export function variantIn({ manifest, packages }: EnvironmentView): Variant | null {
  if (manifest !== null) return manifest.variant;
  return variantOfPackages(packages) ?? (packages.torch === undefined ? null : 'cuda');
}
