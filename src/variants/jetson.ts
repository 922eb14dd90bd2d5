import type { Facts } from '../hardware/facts.ts';
import type { Problem } from './decision.ts';
import type { Device } from './device.ts';
import { reaches } from './version.ts';

/**
 * The problem of a Jetson: up to Orin its graphics run only builds of torch that NVIDIA makes for L4T. From Thor
 * (capability 11.0) on they run the wheels for Linux aarch64. Null on any other machine.
 */
export function jetsonProblem({ os }: Facts, cards: readonly Device[]): Problem | null {
  if (os.platform !== 'linux' || os.arch !== 'arm64' || !/tegra/i.test(os.release ?? '')) return null;
  if (cards.some(({ capability }) => capability !== null && reaches(capability, '10.0'))) return null;
  return {
    code: 'jetson-unsupported',
    text: `${cards[0]?.title ?? 'The GPU of this Jetson'} runs only the torch that NVIDIA builds for Jetson, which is on no index`,
    remedy: 'https://docs.nvidia.com/deeplearning/frameworks/install-pytorch-jetson-platform/index.html',
  };
}
