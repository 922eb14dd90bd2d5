import type { Check } from '../../findings/check.ts';
import type { Variant } from '../../variants/decision.ts';
import { variantOfPackages } from '../../variants/variant-of-packages.ts';
import { fail, pass, warn } from '../say.ts';
import { reinstallCommand, type Subject, skipWithoutEnvironment, wantedVariant } from '../subject.ts';

export const torchVariant: Check<Subject> = {
  id: 'packages.torch-variant',
  group: 'packages',
  title: 'torch is the build that was asked for',
  skipReason(subject) {
    const without = skipWithoutEnvironment(subject);
    if (without !== null) return without;
    return subject.environment.packages.torch === undefined ? 'There is no torch.' : null;
  },
  run(subject) {
    const torch = subject.environment.packages.torch ?? '';
    const wanted = wantedVariant(subject);
    const is = buildOf(torch);
    if (wanted === null) return unnamed(subject, torch);
    if (fits(wanted, is)) return pass(torchVariant, `torch ${torch} for ${wanted}`);
    return fail(torchVariant, {
      found: `${wanted} is wanted, and torch is ${torch}: ${is === null ? 'a build that does not name its backend' : `a build for ${is}`}.`,
      need: `A torch for ${wanted}. SD.Next keeps any torch that is there and says nothing.`,
      fix: ['Reinstall for it.', reinstallCommand(subject, wanted)],
      evidence: [{ kind: 'package', source: 'torch', value: torch }],
    });
  },
};

/** The backend a build names in its version, where it does: PyPI's builds do not. */
function buildOf(torch: string): Variant | null {
  return variantOfPackages({ torch });
}

function fits(wanted: Variant, is: Variant | null): boolean {
  if (wanted === 'openvino' || wanted === 'directml') return is === 'cpu' || is === null;
  if (wanted === 'mps' || wanted === 'cpu') return is === 'cpu' || is === null;
  if (wanted === 'zluda') return is === 'cuda';
  return is === wanted || (is === null && wanted === 'cuda');
}

/** Nobody asked for a backend; then a CPU build is only wrong where a GPU waits. */
function unnamed(subject: Subject, torch: string) {
  const { displayVendors, nvidiaDriver } = subject.machine;
  const waits = nvidiaDriver !== null || displayVendors?.includes('1002') === true;
  if (!torch.includes('+cpu') || !waits) return pass(torchVariant, `torch ${torch}`);
  return warn(torchVariant, {
    found: `torch ${torch} is a build for the CPU, and this machine has a GPU.`,
    need: 'A torch for the GPU, if it is meant to compute.',
    fix: ['Reinstall for this machine.', reinstallCommand(subject, null)],
  });
}
