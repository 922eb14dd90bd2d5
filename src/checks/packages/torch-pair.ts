import type { Check } from '../../findings/check.ts';
import { fail, pass } from '../say.ts';
import { reinstallCommand, type Subject, wantedVariant } from '../subject.ts';

/** torchvision 0.N goes with torch 2.(N - 15), since 2.0 and 0.15. */
const OFFSET = 15;

export const torchPair: Check<Subject> = {
  id: 'packages.torch-pair',
  group: 'packages',
  title: 'torch and torchvision are of one release',
  skipReason({ environment: { packages } }) {
    return packages.torch !== undefined && packages.torchvision !== undefined
      ? null
      : 'One of the two is missing.';
  },
  run(subject) {
    const { torch = '', torchvision = '' } = subject.environment.packages;
    const minor = Number(/^2\.(\d+)/.exec(torch)?.[1]);
    const pair = `0.${minor + OFFSET}`;
    if (!Number.isInteger(minor) || torchvision.startsWith(`${pair}.`))
      return pass(torchPair, `torch ${torch}, torchvision ${torchvision}`);
    return fail(torchPair, {
      found: `torch ${torch} and torchvision ${torchvision} do not belong together.`,
      need: `torchvision ${pair} with this torch; other pairs fail with "operator torchvision::nms does not exist".`,
      fix: ['Reinstall both together.', reinstallCommand(subject, wantedVariant(subject))],
    });
  },
};
