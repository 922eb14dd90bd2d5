import type { Facts } from '../hardware/facts.ts';
import type { Problem } from './decision.ts';
import type { Device } from './device.ts';

/**
 * The problem of an Intel device whose Level Zero driver is not installed: torch's xpu wheels bring their own
 * compiler and no driver. None where nobody looked for it.
 */
export function levelZeroProblem(facts: Facts, title: Device['title']): readonly Problem[] {
  const looked = (facts.probes ?? []).find(({ id }) => id === 'intel-runtime')?.status;
  if ((looked !== 'ok' && looked !== 'absent') || facts.runtimes?.levelZero) return [];
  return [
    {
      code: 'intel-runtime-missing',
      text: `${title} has no Level Zero driver here, without which torch sees no xpu`,
      remedy: installCommand(facts),
    },
  ];
}

/** The names of the packages that hold `libze_intel_gpu` and its loader. */
function installCommand({ os }: Facts): string {
  const name = os.name ?? '';
  if (/ubuntu|debian|mint/i.test(name)) return 'sudo apt install libze-intel-gpu1 libze1 intel-opencl-icd';
  if (/fedora/i.test(name))
    return 'sudo dnf install intel-level-zero oneapi-level-zero intel-compute-runtime';
  if (/arch|manjaro|endeavour/i.test(name)) return 'sudo pacman -S intel-compute-runtime level-zero-loader';
  return "Install Intel's compute runtime with Level Zero: https://dgpu-docs.intel.com/driver/client/overview.html";
}
