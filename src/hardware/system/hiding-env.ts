import type { System } from '../../system/system.ts';
import type { Facts } from '../facts.ts';

const HIDING = [
  'CUDA_VISIBLE_DEVICES',
  'CUDA_DEVICE_ORDER',
  'NVIDIA_VISIBLE_DEVICES',
  'HIP_VISIBLE_DEVICES',
  'ROCR_VISIBLE_DEVICES',
  'HSA_OVERRIDE_GFX_VERSION',
  'ONEAPI_DEVICE_SELECTOR',
  'ZE_AFFINITY_MASK',
];

/** The variables that hide devices or change their order, where they are set. */
export function hidingEnv({ env }: System): NonNullable<Facts['env']> {
  return Object.fromEntries(HIDING.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])));
}
